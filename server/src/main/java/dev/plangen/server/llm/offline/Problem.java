package dev.plangen.server.llm.offline;

import dev.plangen.server.domain.FailureException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A problem that has been understood. Immutable. */
sealed interface Problem permits CalendarProblem, TripProblem {

  /**
   * Reads the problem, and beside it the constraints that add to it. Those that are not understood
   * are kept as unread.
   *
   * @throws FailureException with {@code REJECTED_REQUEST} if it is of neither form, or says
   *     something that is not understood
   */
  static Problem read(String text, List<String> constraints) {
    return Stream.<Supplier<Optional<? extends Problem>>>of(
            () -> CalendarReader.read(text, constraints), () -> TripReader.read(text, constraints))
        .flatMap(reader -> reader.get().stream())
        .findFirst()
        .orElseThrow(Rejection::unknownForm);
  }

  /** Full sentences, each understood on its own. */
  List<String> constraints();

  /** A plan that satisfies every constraint, or the statement that there is none. */
  String plan();

  /** A plan that breaks at least one constraint, in a way that a model would. */
  String wrongPlan(Noise noise);

  Judgement judge(String plan);

  /** Whether two texts propose the same plan, in whatever words. */
  boolean areSame(String plan, String other);

  /**
   * The beginning of a plan.
   *
   * @param steps what is written of it, one step after the other; may be blank
   */
  Draft draft(String steps);

  /** How many steps a plan has that is written step by step. */
  int steps();
}
