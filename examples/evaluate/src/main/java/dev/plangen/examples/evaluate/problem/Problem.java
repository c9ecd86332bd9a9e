package dev.plangen.examples.evaluate.problem;

import dev.plangen.examples.evaluate.answer.Answer;
import dev.plangen.examples.evaluate.answer.AnswerReader;
import dev.plangen.examples.evaluate.answer.Meeting;
import dev.plangen.examples.evaluate.answer.MeetingReader;
import dev.plangen.examples.evaluate.answer.Trip;
import dev.plangen.examples.evaluate.answer.TripReader;
import java.util.Optional;

/**
 * A problem.
 *
 * @param text as it is asked
 * @param golden what the golden plan states
 */
public record Problem(String id, Family family, String text, Answer golden) {

  /**
   * Reads the golden plan.
   *
   * @throws IllegalArgumentException if it is not in the form of the family's golden plans
   */
  static Problem of(String id, Family family, String text, String goldenPlan) {
    AnswerReader reader =
        switch (family) {
          case CALENDAR -> new MeetingReader();
          case TRIP -> TripReader.ofGoldenPlans();
        };
    Answer golden =
        reader
            .read(goldenPlan)
            .orElseThrow(() -> new IllegalArgumentException("golden_plan is not understood"));
    return new Problem(id, family, text, golden);
  }

  /** What a plan for this problem states; empty if it is not understood. */
  public Optional<Answer> answer(String plan) {
    AnswerReader reader =
        switch (golden) {
          case Meeting _ -> new MeetingReader();
          case Trip trip -> TripReader.knowing(trip);
        };
    return reader.read(plan);
  }
}
