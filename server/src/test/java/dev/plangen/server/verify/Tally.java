package dev.plangen.server.verify;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.Ruling;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what a verifier says of plans of which it is known whether they are right. */
final class Tally {

  private static final int MOST_EXAMPLES = 5;

  private final Verifier verifier;
  private final Map<Ruling, Integer> right = new EnumMap<>(Ruling.class);
  private final Map<Ruling, Integer> wrong = new EnumMap<>(Ruling.class);
  private final List<String> mistakes = new ArrayList<>();

  Tally(Verifier verifier) {
    this.verifier = verifier;
  }

  void expect(boolean isRight, String problem, String plan) {
    Ruling ruling = ask(verifier, problem, plan).ruling();
    int count = (isRight ? right : wrong).merge(ruling, 1, Integer::sum);
    if (ruling != (isRight ? Ruling.PASSED : Ruling.VETOED) && count <= MOST_EXAMPLES) {
      mistakes.add(
          (isRight ? "right, but " : "wrong, but ") + ruling + ":\n" + problem + "\n\n" + plan);
    }
  }

  static Opinion ask(Verifier verifier, String problem, String plan) {
    return verifier.verify(
        new PlanUnderTest(problem, List.of(), CallKey.of("plan"), plan), Cancellation.create());
  }

  int right() {
    return right.values().stream().mapToInt(Integer::intValue).sum();
  }

  int wrong() {
    return wrong.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The first plans on which the verifier did not say what is so. */
  List<String> mistakes() {
    return mistakes;
  }

  @Override
  public String toString() {
    return "right %d: %s; wrong %d: %s".formatted(right(), right, wrong(), wrong);
  }
}
