package dev.plangen.server.verify.math;

import dev.plangen.server.domain.ConstraintVerdict;
import dev.plangen.server.domain.Ruling;

/**
 * An equality of two plain expressions, as a text states it.
 *
 * @param exactly whether it claims to be exact: "=", not "≈"
 * @param weighed whether words around it may weaken or deny it
 */
record Equality(Side left, Side right, boolean exactly, boolean weighed) {

  /**
   * One side.
   *
   * @param text as it was written
   * @param decimals of a number alone, how many it was written with, 2 more for a percentage; else
   *     -1
   */
  record Side(String text, Value value, int decimals) {

    boolean isNumber() {
      return decimals >= 0;
    }
  }

  ConstraintVerdict verdict() {
    String statement = left.text() + (exactly ? " = " : " ≈ ") + right.text();
    return switch (left.value()) {
      case Value.Exact(Rational one, boolean percent) ->
          switch (right.value()) {
            case Value.Exact(Rational other, boolean otherPercent) ->
                decided(statement, one, other);
            case Value.Undecided(String reason) -> undecided(statement, reason);
            case Value.Unclear() -> undecided(statement, "not a plain expression");
          };
      case Value.Undecided(String reason) -> undecided(statement, reason);
      case Value.Unclear() -> undecided(statement, "not a plain expression");
    };
  }

  private ConstraintVerdict decided(String statement, Rational one, Rational other) {
    if (one.equals(other)) {
      return ConstraintVerdict.of(statement, Ruling.PASSED, "it holds: both are " + one.text());
    }
    String truth =
        right.isNumber()
            ? left.text() + " is " + one.text() + ", not " + right.text()
            : left.isNumber()
                ? right.text() + " is " + other.text() + ", not " + left.text()
                : "%s is %s, and %s is %s"
                    .formatted(left.text(), one.text(), right.text(), other.text());
    if (!exactly) {
      return undecided(statement, truth + "; how near is near enough is not said");
    }
    if (isRounded(left, one, other) || isRounded(right, other, one)) {
      return undecided(statement, truth + "; it may be rounded");
    }
    return weighed
        ? undecided(statement, truth + "; but words beside it may say so themselves")
        : ConstraintVerdict.of(statement, Ruling.VETOED, truth);
  }

  /** A number with decimals that is the other side, cut off or rounded there. */
  private static boolean isRounded(Side side, Rational number, Rational other) {
    return side.decimals() > 0 && other.isRoundedTo(number, side.decimals());
  }

  private static ConstraintVerdict undecided(String statement, String reason) {
    return ConstraintVerdict.of(statement, Ruling.UNKNOWN, reason);
  }
}
