package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.reading.Lexer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether a constraint of the run restates the problem, in whatever words. It does if each of
 * its words is known to demand nothing by itself, and each of its facts (times, days, durations,
 * and whom they are about) is one of the problem's. Immutable.
 */
final class CalendarConstraintReader {

  private final Pieces pieces;
  private final int everyone;
  private final GeneralRestatement general;
  private final PersonRestatement person;

  CalendarConstraintReader(CalendarProblem problem) {
    this.pieces = new Pieces(problem.people());
    this.everyone = problem.people().size();
    this.general = new GeneralRestatement(problem);
    this.person = new PersonRestatement(problem);
  }

  /** The facts that it restates; empty if it may say more than the problem. */
  Optional<Set<CalendarFact>> read(String constraint) {
    Set<CalendarFact> facts = new LinkedHashSet<>();
    for (List<Piece> part : parts(pieces.of(Lexer.lex(constraint)))) {
      Optional<Set<CalendarFact>> restated = read(part);
      if (restated.isEmpty()) {
        return Optional.empty();
      }
      facts.addAll(restated.get());
    }
    return Optional.of(facts);
  }

  /** What is said of all of the people may be said of the meeting. */
  private Optional<Set<CalendarFact>> read(List<Piece> part) {
    if (!(part.getFirst() instanceof Piece.Person)) {
      return general.read(part);
    }
    boolean all = Gist.of(part).people().size() == everyone;
    return person.read(part).or(() -> all ? general.read(part) : Optional.empty());
  }

  /** Each begins with those whom it is about; only the first may be about nobody. */
  private static List<List<Piece>> parts(List<Piece> pieces) {
    List<List<Piece>> parts = new ArrayList<>();
    boolean naming = false;
    for (Piece piece : pieces) {
      boolean name = piece instanceof Piece.Person;
      if (parts.isEmpty() || (name && !naming)) {
        parts.add(new ArrayList<>());
      }
      naming = name || (naming && isJoint(piece));
      parts.getLast().add(piece);
    }
    return parts;
  }

  private static boolean isJoint(Piece piece) {
    return switch (piece) {
      case Piece.Sign(String sign) -> sign.equals(",") || sign.equals("\n") || sign.equals("-");
      case Piece.Word(String word) -> word.equals("and");
      case Piece.Day day -> false;
      case Piece.Times times -> false;
      case Piece.Time time -> false;
      case Piece.Lasting lasting -> false;
      case Piece.Person person -> true;
      case Piece.Figure figure -> false;
    };
  }
}
