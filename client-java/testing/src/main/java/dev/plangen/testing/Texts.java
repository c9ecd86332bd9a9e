package dev.plangen.testing;

import dev.plangen.v1.StepProgress;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.TextDelta;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts texts together from their deltas. */
final class Texts {

  /** By step, candidate and verifier: one write at 0 that comes to the same. */
  private final Map<List<Object>, StepUpdate> texts = new LinkedHashMap<>();

  private Texts() {}

  /** Returns what these updates have written and not completed, each text as one delta. */
  static Collection<StepUpdate> unfinished(List<StepUpdate> updates) {
    Texts texts = new Texts();
    updates.forEach(texts::pass);
    return texts.texts.values();
  }

  private void pass(StepUpdate update) {
    StepProgress progress = update.getProgress();
    switch (progress.getEventCase()) {
      case TEXT_DELTA -> write(update, progress.getTextDelta());
      case CANDIDATE_COMPLETED ->
          complete(update, progress.getCandidateCompleted().getSolution().getCandidateId());
      case CANDIDATE_VERIFIED ->
          complete(
              update, progress.getCandidateVerified().getVerificationResult().getCandidateId());
      case CANDIDATE_FAILED -> complete(update, progress.getCandidateFailed().getCandidateId());
      default -> {
        if (update.getStatus() != StepStatus.STEP_STATUS_IN_PROGRESS) {
          texts.keySet().removeIf(name -> name.get(0) == update.getStep());
        }
      }
    }
  }

  private void write(StepUpdate update, TextDelta delta) {
    List<Object> name = List.of(update.getStep(), delta.getCandidateId(), delta.getVerifier());
    byte[] before =
        texts.containsKey(name)
            ? Objects.requireNonNull(texts.get(name))
                .getProgress()
                .getTextDelta()
                .getText()
                .getBytes(StandardCharsets.UTF_8)
            : new byte[0];
    String kept = new String(before, 0, (int) delta.getOffset(), StandardCharsets.UTF_8);
    texts.put(
        name,
        update.toBuilder()
            .setProgress(
                StepProgress.newBuilder()
                    .setTextDelta(delta.toBuilder().setOffset(0).setText(kept + delta.getText())))
            .build());
  }

  private void complete(StepUpdate update, String candidate) {
    texts
        .keySet()
        .removeIf(name -> name.get(0) == update.getStep() && name.get(1).equals(candidate));
  }
}
