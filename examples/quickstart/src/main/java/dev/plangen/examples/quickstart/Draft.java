package dev.plangen.examples.quickstart;

import dev.plangen.v1.Step;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.TextDelta;
import org.jspecify.annotations.Nullable;

/**
 * The last line of one text that is being written. Of several that are written at once, it follows
 * the first: jumping between them could not be read. Used by one thread.
 */
final class Draft {

  private record Name(Step step, String candidate) {}

  private final StringBuilder line = new StringBuilder();
  private @Nullable Name followed;

  /** Whether the delta belongs to the text that is followed. */
  boolean add(StepUpdate update) {
    TextDelta delta = update.getProgress().getTextDelta();
    Name name = new Name(update.getStep(), delta.getCandidateId());
    if (followed == null) {
      followed = name;
    }
    if (!followed.equals(name)) {
      return false;
    }
    // Deltas of a stream that was not resumed are appended, but for a call that begins again.
    if (delta.getOffset() == 0) {
      line.setLength(0);
    }
    line.append(delta.getText());
    line.delete(0, line.lastIndexOf("\n") + 1);
    return true;
  }

  /** Something is complete, perhaps the text that is followed. */
  void leave() {
    followed = null;
    line.setLength(0);
  }

  String line() {
    return line.toString();
  }
}
