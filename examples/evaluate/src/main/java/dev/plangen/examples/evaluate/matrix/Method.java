package dev.plangen.examples.evaluate.matrix;

import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import java.util.OptionalInt;

/** How a plan is found. Its label is what the command line says. */
public sealed interface Method {

  String label();

  /** What the server is asked for. */
  Algorithm algorithm();

  /** How many candidates are sampled, all of them and independently; empty of a search. */
  OptionalInt samples();

  /** One plan, the first that the model writes. */
  record Single() implements Method {
    @Override
    public String label() {
      return "single";
    }

    @Override
    public Algorithm algorithm() {
      return sampling(1);
    }

    @Override
    public OptionalInt samples() {
      return OptionalInt.of(1);
    }
  }

  /** The answer that most candidates agree on, chosen by this program. */
  record Majority(int candidates) implements Method {
    @Override
    public String label() {
      return "majority:candidates=" + candidates;
    }

    @Override
    public Algorithm algorithm() {
      return sampling(candidates);
    }

    @Override
    public OptionalInt samples() {
      return OptionalInt.of(candidates);
    }
  }

  /** The server's own choice. */
  record Search(String label, Algorithm algorithm) implements Method {

    private static final int DEFAULT_CANDIDATES = 5;

    @Override
    public OptionalInt samples() {
      if (!algorithm.hasBestOfN() || algorithm.getBestOfN().getAcceptFirstVerified()) {
        return OptionalInt.empty();
      }
      BestOfN best = algorithm.getBestOfN();
      return OptionalInt.of(best.hasCandidates() ? best.getCandidates() : DEFAULT_CANDIDATES);
    }
  }

  private static Algorithm sampling(int candidates) {
    return Algorithm.newBuilder()
        .setBestOfN(BestOfN.newBuilder().setCandidates(candidates))
        .build();
  }
}
