package dev.plangen.server.chaos;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** What is there when nobody calls: first that nothing is left of the load, then the base. */
final class Balance {

  /** The longest run, the retries of a call, and a machine that has much else to do. */
  private static final Duration QUIET = Duration.ofSeconds(30);

  /** Idle threads of pools go after a minute at the latest. */
  private static final Duration IDLE = Duration.ofSeconds(75);

  /**
   * The heap's allowance above the base: a tenth, since what is cached (connections, buffers,
   * compiled code's data) grows with the peaks of the load, and 8 MiB for what the server remembers
   * on purpose of runs that it has forgotten: their ids, up to 50,000.
   */
  private static final long ALLOWANCE = 8L << 20;

  private static final int SHARE = 10;

  private final Site site;
  private final Ledger ledger;

  Balance(Site site, Ledger ledger) {
    this.site = site;
    this.ledger = ledger;
  }

  /**
   * The base.
   *
   * @param threads platform threads
   * @param heap bytes in use after a collection
   */
  record Base(long threads, long heap) {}

  /** Waits until nothing is left of a load. */
  void settle() throws InterruptedException {
    Duration age = site.settings.retention().age();
    List<Level> levels =
        List.of(
            nothing("open calls", QUIET, site.server::openCalls),
            nothing("permits taken", QUIET, () -> site.server.census().permits()),
            nothing("runs live", QUIET, () -> site.server.census().live()),
            nothing("slots taken", QUIET, site.queue::inFlight),
            nothing("calls waiting", QUIET, site.queue::waiting),
            nothing("model calls", QUIET, site.endpoint::inFlight),
            nothing("runs kept", age.plus(QUIET), () -> site.server.census().kept()),
            nothing("bytes kept", age.plus(QUIET), () -> site.server.census().keptBytes()),
            nothing("virtual threads", QUIET, () -> Threads.ofServer().size()));
    for (Level level : levels) {
      check(level);
    }
    Threads.ofServer().forEach(thread -> ledger.problem("still there: " + thread));
    site.endpoint.forgetWhatIsOver();
  }

  private static Level nothing(String name, Duration within, LongSupplier now) {
    return new Level(name, now, 0, within);
  }

  Base base() {
    return new Base(Threads.platform(), heap());
  }

  void compare(Base base) throws InterruptedException {
    check(
        new Level(
            "heap",
            Balance::heap,
            base.heap() + base.heap() / SHARE + ALLOWANCE,
            Duration.ofSeconds(10)));
    check(new Level("platform threads", Threads::platform, base.threads(), IDLE));
  }

  private void check(Level level) throws InterruptedException {
    long value = level.await();
    System.out.printf(
        "  %-18s %,13d  allowed %,13d  %s%n",
        level.name(), value, level.most(), level.holds(value) ? "" : "NOT BACK");
    if (!level.holds(value)) {
      ledger.problem(
          level.name()
              + ": "
              + value
              + ", not back to "
              + level.most()
              + " within "
              + level.within());
    }
  }

  private static long heap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    // Twice: what the first finds unreachable, cleaners let go of.
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
