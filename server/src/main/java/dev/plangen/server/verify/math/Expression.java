package dev.plangen.server.verify.math;

import dev.plangen.server.verify.math.MathToken.Kind;
import dev.plangen.server.verify.math.Value.Exact;
import dev.plangen.server.verify.math.Value.Unclear;
import dev.plangen.server.verify.math.Value.Undecided;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Works out plain expressions: sums of products of powers of numbers, with brackets and percent
 * signs. By recursive descent; time is linear in the number of tokens.
 */
final class Expression {

  private static final int DEEPEST = 50;
  private static final Value TOO_LARGE = new Undecided("too large a number");

  private final List<MathToken> tokens;
  private int at;

  private Expression(List<MathToken> tokens) {
    this.tokens = tokens;
  }

  static Value valueOf(List<MathToken> tokens) {
    Expression expression = new Expression(tokens);
    Value value = expression.sum(0);
    return expression.at == tokens.size() ? value : new Unclear();
  }

  private Value sum(int depth) {
    Value value = product(depth);
    while (true) {
      if (take(Kind.PLUS)) {
        value = combine(value, product(depth), Expression::add);
      } else if (take(Kind.MINUS)) {
        value = combine(value, product(depth), (a, b) -> add(a, negated(b)));
      } else {
        return value;
      }
    }
  }

  private Value product(int depth) {
    Value value = factor(depth);
    while (true) {
      if (take(Kind.TIMES)) {
        value = combine(value, factor(depth), Expression::multiply);
      } else if (take(Kind.DIVIDED_BY)) {
        value = combine(value, factor(depth), Expression::divide);
      } else {
        return value;
      }
    }
  }

  /** The sign of "-2^2" applies to the power. */
  private Value factor(int depth) {
    if (depth > DEEPEST) {
      return new Unclear();
    }
    if (take(Kind.MINUS)) {
      return ifExact(factor(depth + 1), Expression::negated);
    }
    if (take(Kind.PLUS)) {
      return factor(depth + 1);
    }
    Value base = primary(depth);
    return take(Kind.TO_THE_POWER) ? combine(base, factor(depth + 1), Expression::raise) : base;
  }

  private Value primary(int depth) {
    Value value;
    if (at < tokens.size() && tokens.get(at).kind() == Kind.NUMBER) {
      value = exact(Rational.of(tokens.get(at).text()));
      at++;
    } else if (take(Kind.OPEN)) {
      value = sum(depth + 1);
      if (!take(Kind.CLOSE)) {
        return new Unclear();
      }
    } else {
      return new Unclear();
    }
    return take(Kind.PERCENT) ? ifExact(value, Expression::percent) : value;
  }

  private boolean take(Kind kind) {
    if (at < tokens.size() && tokens.get(at).kind() == kind) {
      at++;
      return true;
    }
    return false;
  }

  private static Value combine(Value left, Value right, BinaryOperator<Value> operation) {
    if (left instanceof Unclear || right instanceof Unclear) {
      return new Unclear();
    }
    if (left instanceof Undecided) {
      return left;
    }
    return right instanceof Undecided ? right : operation.apply(left, right);
  }

  private static Value ifExact(Value value, UnaryOperator<Value> operation) {
    return value instanceof Exact ? operation.apply(value) : value;
  }

  private static Rational number(Value exact) {
    return ((Exact) exact).number();
  }

  private static Value add(Value left, Value right) {
    if (((Exact) left).percent() != ((Exact) right).percent()) {
      return new Undecided("what the percentage is of is not said");
    }
    return number(left)
        .plus(number(right))
        .<Value>map(sum -> new Exact(sum, ((Exact) left).percent()))
        .orElse(TOO_LARGE);
  }

  private static Value multiply(Value left, Value right) {
    return exact(number(left).times(number(right)));
  }

  private static Value divide(Value left, Value right) {
    return number(right).numerator().signum() == 0
        ? new Undecided("division by zero")
        : exact(number(left).dividedBy(number(right)));
  }

  private static Value raise(Value left, Value right) {
    return number(left)
        .toThePower(number(right))
        .<Value>map(power -> new Exact(power, false))
        .orElse(new Undecided("a power that is too large or not a whole one"));
  }

  private static Value negated(Value value) {
    return new Exact(number(value).negated(), ((Exact) value).percent());
  }

  private static Value percent(Value value) {
    return number(value)
        .hundredth()
        .<Value>map(hundredth -> new Exact(hundredth, true))
        .orElse(TOO_LARGE);
  }

  private static Value exact(Optional<Rational> number) {
    return number.<Value>map(found -> new Exact(found, false)).orElse(TOO_LARGE);
  }
}
