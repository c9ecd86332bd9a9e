package dev.plangen.examples.evaluate.matrix;

import dev.plangen.examples.evaluate.problem.Family;
import dev.plangen.examples.evaluate.stop.Halt;
import java.util.List;

/**
 * Who verifies, as {@code --verifier} says: ids of the server's verifiers, joined by {@code +}.
 * {@code sound} stands for the sound one of the problem's family.
 */
public record Jury(String label) {

  /** The sound verifier of the family; asks no model. */
  public static final Jury SOUND = new Jury("sound");

  private static final String MODEL = "llm";

  public Jury {
    if (List.of(label.split("\\+", -1)).stream().anyMatch(String::isBlank)) {
      throw new Halt("--verifier " + label + " must be ids of verifiers, joined by +.");
    }
  }

  /** The ids for a problem of this family. */
  public List<String> verifiers(Family family) {
    return names().stream()
        .map(name -> name.equals(SOUND.label()) ? family.label() : name)
        .toList();
  }

  /** Whether the model is among them, which costs tokens. */
  public boolean asksModel() {
    return names().contains(MODEL);
  }

  private List<String> names() {
    return List.of(label.split("\\+", -1));
  }
}
