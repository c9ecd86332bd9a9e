package dev.plangen.server.rpc;

import dev.plangen.server.domain.Failure.FieldViolation;
import dev.plangen.server.domain.Failure.InvalidRequest;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.TextBounds;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects every wrong field of a request, so that its sender can mend them at once. */
final class Violations {

  /** Each once, though several entries of a map may be wrong in the same way. */
  private final Set<FieldViolation> found = new LinkedHashSet<>();

  private final String prefix;

  /**
   * None yet.
   *
   * @param prefix of every field's path
   */
  Violations(String prefix) {
    this.prefix = prefix;
  }

  void add(String field, String remedy) {
    found.add(new FieldViolation(prefix + field, remedy));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Whether something is wrong with this field. */
  boolean names(String field) {
    return found.stream().anyMatch(violation -> violation.field().equals(prefix + field));
  }

  /** Whether something is wrong within this message. */
  boolean namesWithin(String message) {
    return found.stream()
        .anyMatch(violation -> violation.field().startsWith(prefix + message + "."));
  }

  /** Says so unless {@code text} has 1 to {@code mostBytes} bytes of UTF-8 and is not blank. */
  void requireText(String field, String text, int mostBytes) {
    if (text.isBlank()) {
      add(field, "must not be empty");
    } else {
      requireAtMost(field, text, mostBytes);
    }
  }

  void requireAtMost(String field, String text, int mostBytes) {
    int bytes = TextBounds.bytes(text);
    if (bytes > mostBytes) {
      add(field, "must have at most " + mostBytes + " bytes of UTF-8, and has " + bytes);
    }
  }

  void requireRange(String field, long value, long least, long most) {
    if (value < least || value > most) {
      add(field, "must be " + least + " to " + most + ", and is " + value);
    }
  }

  /**
   * Ends the collecting.
   *
   * @throws FailureException if anything was found
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new FailureException(new InvalidRequest(List.copyOf(found)));
    }
  }
}
