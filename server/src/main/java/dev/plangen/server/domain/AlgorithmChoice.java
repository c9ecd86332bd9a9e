package dev.plangen.server.domain;

/** Which inference algorithm a solve uses, with its parameters. */
public sealed interface AlgorithmChoice {

  /** As in {@code plangen.v1.Algorithm}: the name of its field. */
  String name();

  /**
   * Best of N (PlanGEN section 2.2).
   *
   * @param candidates how many plans are written, 1 to 64
   */
  record BestOfN(int candidates) implements AlgorithmChoice {
    @Override
    public String name() {
      return "best_of_n";
    }
  }
}
