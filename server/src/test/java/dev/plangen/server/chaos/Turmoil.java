package dev.plangen.server.chaos;

import dev.plangen.server.testing.QuietRuns;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The whole of it: warm-up, base, load, and whether everything is back. */
final class Turmoil {

  private Turmoil() {}

  /** Returns what went wrong, in sentences. */
  static List<String> run(Scale scale) throws IOException, InterruptedException {
    var ledger = new Ledger();
    System.out.printf(
        "chaos: seed %d, %d callers, %d s after %d s of warm-up%n",
        scale.seed(), scale.concurrency(), scale.load().toSeconds(), scale.warmUp().toSeconds());
    try (var _ = new QuietRuns();
        var _ = new Complaints(ledger);
        var site = new Site(scale, new ChaosEndpoint(scale.seed(), ledger))) {
      var crowd = new Crowd(site, ledger, scale);
      var balance = new Balance(site, ledger);
      crowd.call(scale.warmUp(), ~scale.seed());
      System.out.println("after the warm-up:");
      balance.settle();
      Balance.Base base = balance.base();
      long begin = System.nanoTime();
      crowd.call(scale.load(), scale.seed());
      System.out.printf("after %.0f s of load:%n", (System.nanoTime() - begin) / 1e9);
      balance.settle();
      balance.compare(base);
    }
    System.out.print(ledger.table());
    System.out.printf(
        "%,d things counted, %,d problems%n",
        ledger.total(Optional.empty()), ledger.problemCount());
    return ledger.problems();
  }
}
