package dev.plangen.server.fuzz;

import dev.plangen.server.testing.Http2Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Each holds one connection at a time, on which it makes one attack after the other. */
final class Attackers {

  /** An attack, made so often, of which the server ended so many. */
  private record Tally(LongAdder made, LongAdder ended) {}

  private final int port;
  private final Random seeds;
  private final int connections;
  private final double framesPerSecond;
  private final AtomicLong frames = new AtomicLong();
  private final Map<String, Tally> tallies = new ConcurrentSkipListMap<>();

  /**
   * @param connections at once
   * @param framesPerSecond of each
   */
  Attackers(int port, long seed, int connections, double framesPerSecond) {
    this.port = port;
    this.seeds = new Random(seed);
    this.connections = connections;
    this.framesPerSecond = framesPerSecond;
  }

  /** Attacks for this long; returns when all connections are closed. */
  void attack(Duration time) throws InterruptedException {
    var end = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      var random = new Random(seeds.nextLong());
      threads.add(Thread.ofVirtual().start(() -> attack(random, end)));
    }
    Thread.sleep(time);
    end.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void attack(Random random, CountDownLatch end) {
    List<Map.Entry<String, Attack>> attacks = List.copyOf(Attacks.ALL.entrySet());
    while (end.getCount() > 0) {
      Map.Entry<String, Attack> attack = attacks.get(random.nextInt(attacks.size()));
      Tally tally =
          tallies.computeIfAbsent(
              attack.getKey(), _ -> new Tally(new LongAdder(), new LongAdder()));
      // Its own randomness: how far an attack comes is the server's decision.
      var own = new Random(random.nextLong());
      var pace = new Pace(framesPerSecond, end);
      tally.made().increment();
      try (Http2Wire wire = Http2Wire.connect(port)) {
        attack.getValue().on(wire, own, pace);
        if (wire.hasBeenClosed()) {
          tally.ended().increment();
        }
      } catch (IOException e) {
        tally.ended().increment();
      }
      pace.rest();
      frames.addAndGet(pace.sent());
    }
  }

  /** What was done. */
  String story() {
    var story = new StringBuilder("%d frames%n".formatted(frames.get()));
    tallies.forEach(
        (name, tally) ->
            story.append(
                "  %-20s %6d made, %6d ended by the server%n"
                    .formatted(name, tally.made().sum(), tally.ended().sum())));
    return story.toString();
  }
}
