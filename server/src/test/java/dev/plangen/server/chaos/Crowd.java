package dev.plangen.server.chaos;

import dev.plangen.server.run.Census;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Many callers at once, and those who hurt their connections and watch the server's limits. */
final class Crowd {

  private static final int MOST_MILLIS_BETWEEN_SABOTAGES = 500;
  private static final int MILLIS_BETWEEN_LOOKS = 50;

  private final Site site;
  private final Ledger ledger;
  private final Scale scale;

  Crowd(Site site, Ledger ledger, Scale scale) {
    this.site = site;
    this.ledger = ledger;
    this.scale = scale;
  }

  /** Returns when every call of every caller has ended, and no connection is left. */
  void call(Duration time, long seed) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    BooleanSupplier goesOn = () -> System.nanoTime() < end;
    var known = new KnownRuns();
    try (var lines = new Lines(site.server.port(), scale.connections())) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < scale.concurrency(); i++) {
        var caller = new Caller(lines, known, ledger, seed * 1_000_003 + i);
        threads.add(start("caller-" + i, () -> callOnAndOn(caller, goesOn)));
      }
      threads.add(start("saboteur", () -> sabotage(lines, new Random(seed), goesOn)));
      threads.add(start("watchman", () -> watchLimits(goesOn)));
      for (Thread thread : threads) {
        // Each act has its limits, and takes several calls at most.
        if (!thread.join(time.plus(Rpc.HARD_LIMIT.multipliedBy(8)))) {
          ledger.problem(thread.getName() + " hangs");
        }
      }
    }
  }

  /** A part of the crowd; ended by an interrupt too, which nobody sends. */
  @FunctionalInterface
  private interface Part {
    void play() throws InterruptedException;
  }

  private Thread start(String name, Part part) {
    return Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              try {
                part.play();
              } catch (Throwable e) {
                ledger.problem(name + ": " + e);
              }
            });
  }

  private void callOnAndOn(Caller caller, BooleanSupplier goesOn) throws InterruptedException {
    while (goesOn.getAsBoolean()) {
      try {
        caller.act();
      } catch (AssertionError | RuntimeException e) {
        ledger.problem(e + " at " + List.of(e.getStackTrace()).stream().limit(30).toList());
      }
    }
  }

  private void sabotage(Lines lines, Random random, BooleanSupplier goesOn)
      throws InterruptedException {
    while (goesOn.getAsBoolean()) {
      Thread.sleep(random.nextInt(MOST_MILLIS_BETWEEN_SABOTAGES));
      ledger.sabotage(lines.sabotage(random));
    }
  }

  private void watchLimits(BooleanSupplier goesOn) throws InterruptedException {
    while (goesOn.getAsBoolean()) {
      Census census = site.server.census();
      hold("permits", census.permits(), site.settings.limits().liveRuns());
      hold("kept runs", census.kept(), site.settings.retention().runs());
      hold("kept bytes", census.keptBytes(), site.settings.retention().bytes());
      // Calls that cancel, delete or look are let in beyond the limit.
      hold("open calls", site.server.openCalls(), site.settings.openCalls() + scale.concurrency());
      hold("slots", site.queue.inFlight(), scale.slots());
      site.endpoint.forgetWhatIsOver();
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    }
    site.endpoint.forgetWhatIsOver();
  }

  private void hold(String what, long now, long most) {
    if (now < 0 || now > most) {
      ledger.problem("under load: " + what + " " + now + ", most " + most);
    }
  }
}
