package dev.plangen.client;

import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.TextDelta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a reader has been told of one run, without what differs from run to run.
 *
 * @param updates in their order
 * @param texts each text as it was told last, by its name
 */
record Told(List<StepUpdate> updates, Map<String, String> texts) {

  static Told of(List<SolveEvent> events) {
    List<StepUpdate> updates = new ArrayList<>();
    Map<String, String> texts = new LinkedHashMap<>();
    for (SolveEvent event : events) {
      if (event instanceof SolveEvent.Updated updated) {
        updates.add(updated.update().toBuilder().clearRunId().clearUpdateTime().build());
      } else if (event instanceof SolveEvent.TextWritten text) {
        texts.put(name(text.update()), text.text());
      }
    }
    return new Told(updates, texts);
  }

  private static String name(StepUpdate update) {
    TextDelta delta = update.getProgress().getTextDelta();
    return update.getStep() + " " + delta.getCandidateId() + " " + delta.getVerifier();
  }
}
