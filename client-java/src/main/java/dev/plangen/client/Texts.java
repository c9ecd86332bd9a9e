package dev.plangen.client;

import dev.plangen.v1.Step;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.TextDelta;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Puts a run's texts together from deltas. Not thread-safe. */
final class Texts {

  /** What a text is called by the contract. */
  private record Name(Step step, String candidateId, String verifier) {}

  private final Map<Name, Written> texts = new HashMap<>();

  /**
   * The text with this delta, if that is news. After a resume a text comes again from its
   * beginning, which is none.
   *
   * @param update one with a text delta
   */
  Optional<String> write(StepUpdate update) {
    TextDelta delta = update.getProgress().getTextDelta();
    Name name = new Name(update.getStep(), delta.getCandidateId(), delta.getVerifier());
    Written before = texts.get(name);
    Written after =
        (before == null ? Written.NOTHING : before).write(delta.getOffset(), delta.getTextBytes());
    texts.put(name, after);
    return after.equals(before) ? Optional.empty() : Optional.of(after.toString());
  }

  /** Forgets the texts of a step that has ended: no update names it any more. */
  void completed(Step step) {
    texts.keySet().removeIf(name -> name.step() == step);
  }
}
