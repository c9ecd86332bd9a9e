package dev.plangen.server.llm.offline;

import java.util.Optional;

/** What a plan makes of one constraint: a sentence, without its full stop. */
sealed interface Finding {

  String constraint();

  /** In words, for whoever reads the verdict. */
  String line();

  record Satisfied(String constraint) implements Finding {
    @Override
    public String line() {
      return constraint + ": satisfied.";
    }
  }

  /** With how the plan breaks it. */
  record Broken(String constraint, String fault) implements Finding {
    @Override
    public String line() {
      return constraint + ": broken, " + fault + ".";
    }
  }

  /** Nobody may take a constraint for satisfied because the judge can't read it. */
  record NotUnderstood(String constraint) implements Finding {
    @Override
    public String line() {
      return constraint + ": not checked, its wording is not understood.";
    }
  }

  /** Broken if there is a fault. */
  static Finding of(String constraint, Optional<String> fault) {
    String sentence = bare(constraint);
    return fault
        .<Finding>map(reason -> new Broken(sentence, reason))
        .orElseGet(() -> new Satisfied(sentence));
  }

  static Finding satisfied(String constraint) {
    return new Satisfied(bare(constraint));
  }

  static Finding broken(String constraint, String fault) {
    return new Broken(bare(constraint), fault);
  }

  static Finding notUnderstood(String constraint) {
    return new NotUnderstood(bare(constraint));
  }

  private static String bare(String constraint) {
    return constraint.endsWith(".") ? constraint.substring(0, constraint.length() - 1) : constraint;
  }

  default boolean isBroken() {
    return this instanceof Broken;
  }
}
