package dev.plangen.server.domain;

import java.util.List;
import java.util.OptionalInt;

/**
 * What one verifier says of one candidate.
 *
 * @param verifier its id, as requests name it
 */
public record Verdict(CallKey candidate, String verifier, Opinion opinion) {

  public OptionalInt score() {
    return opinion.score();
  }

  public Ruling ruling() {
    return opinion.ruling();
  }

  public boolean sound() {
    return opinion.sound();
  }

  public String feedback() {
    return opinion.feedback();
  }

  public List<ConstraintVerdict> constraints() {
    return opinion.constraints();
  }
}
