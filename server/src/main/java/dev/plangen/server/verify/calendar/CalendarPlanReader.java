package dev.plangen.server.verify.calendar;

import dev.plangen.server.verify.calendar.Statement.Mention;
import dev.plangen.server.verify.calendar.Statement.Proposal;
import dev.plangen.server.verify.calendar.Statement.Weight;
import dev.plangen.server.verify.reading.Reading;
import dev.plangen.server.verify.reading.Sentence;
import dev.plangen.server.verify.reading.Sentences;
import dev.plangen.server.verify.reading.Token;
import dev.plangen.server.verify.reading.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads plans in free wording: which time for the meeting they settle on.
 *
 * <p>A plan may reason before it answers. What counts is the clearest kind of proposal that it has:
 * one that calls itself the answer, else one about the meeting, else a bare time that is all of the
 * plan. Two different ones of that kind, or anything behind it that may take it back, make the plan
 * unclear.
 */
final class CalendarPlanReader {

  private static final Set<String> BEGIN_CLAUSES =
      Words.set("which because since as when where given so while");

  private final ClauseReader clauses;

  private CalendarPlanReader(CalendarProblem problem) {
    this.clauses = new ClauseReader(problem);
  }

  /** What a plan says. */
  sealed interface Answer {

    /**
     * When to meet.
     *
     * @param meanings what it can mean, most often one slot; not empty
     */
    record Meeting(List<Slot> meanings) implements Answer {}

    /** That there is no time. */
    record NoTime() implements Answer {}
  }

  static Reading<Answer> read(String plan, CalendarProblem problem) {
    CalendarPlanReader reader = new CalendarPlanReader(problem);
    List<Sentence> sentences = Sentences.of(plan);
    List<Statement> statements = reader.statements(sentences);
    if (statements.stream().noneMatch(Proposal.class::isInstance)) {
      return statements.stream().anyMatch(Statement.NoTime.class::isInstance)
          ? noTime(statements)
          : reader.together(sentences);
    }
    return statements.stream().anyMatch(Statement.NoTime.class::isInstance)
        ? new Reading.Unclear<>("the plan proposes a time and says that there is none")
        : settled(statements);
  }

  private List<Statement> statements(List<Sentence> sentences) {
    List<Statement> statements = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      List<Token> tokens = new ArrayList<>(sentences.get(i).tokens());
      Sentence.End end = sentences.get(i).end();
      if (end == Sentence.End.COLON && i + 1 < sentences.size()) {
        // "Here is the proposed time:" and, on the next line, the time.
        i++;
        tokens.addAll(sentences.get(i).tokens());
        end = sentences.get(i).end();
      }
      for (List<Token> clause : cut(tokens)) {
        Statement statement = clauses.read(clause);
        statements.add(end == Sentence.End.QUESTION ? asked(statement) : statement);
      }
    }
    return statements;
  }

  private static List<List<Token>> cut(List<Token> sentence) {
    List<List<Token>> clauses = new ArrayList<>();
    int start = 0;
    for (int i = 1; i < sentence.size(); i++) {
      if (BEGIN_CLAUSES.contains(sentence.get(i).text()) && !isLabel(sentence, i)) {
        clauses.add(sentence.subList(start, i));
        start = i;
      }
    }
    clauses.add(sentence.subList(start, sentence.size()));
    return clauses;
  }

  /** "When: Monday", and "as follows". */
  private static boolean isLabel(List<Token> sentence, int at) {
    return at + 1 < sentence.size()
        && (sentence.get(at + 1).isSign(":") || sentence.get(at + 1).isWord("follows"));
  }

  /** What is asked is not said. */
  private static Statement asked(Statement statement) {
    return switch (statement) {
      case Proposal proposal -> mention(proposal);
      case Statement.NoTime noTime -> new Statement.Doubtful();
      case Mention mention -> mention;
      case Statement.Doubtful doubtful -> doubtful;
      case Statement.Remark remark -> remark;
    };
  }

  private static Mention mention(Proposal proposal) {
    List<ClockTime.Range> times =
        proposal.meanings().stream()
            .map(slot -> new ClockTime.Range(slot.from(), slot.to()))
            .toList();
    return new Mention(false, Set.of(proposal.meanings().getFirst().day()), List.of(times), false);
  }

  private static Reading<Answer> noTime(List<Statement> statements) {
    boolean mentions =
        statements.stream()
            .anyMatch(statement -> statement instanceof Mention mention && !mention.harmless());
    int last = statements.lastIndexOf(new Statement.NoTime());
    boolean doubtful =
        statements.subList(last, statements.size()).stream()
            .anyMatch(Statement.Doubtful.class::isInstance);
    return mentions || doubtful
        ? new Reading.Unclear<>("the plan says that there is no time, but not only that")
        : new Reading.Clear<>(new Answer.NoTime());
  }

  private static Reading<Answer> settled(List<Statement> statements) {
    Weight weight =
        statements.stream()
            .filter(Proposal.class::isInstance)
            .map(statement -> ((Proposal) statement).weight())
            .max(Weight::compareTo)
            .orElseThrow();
    List<Proposal> clearest =
        statements.stream()
            .filter(Proposal.class::isInstance)
            .map(Proposal.class::cast)
            .filter(proposal -> proposal.weight() == weight)
            .toList();
    List<Slot> meanings = clearest.getFirst().meanings();
    if (clearest.stream().anyMatch(proposal -> !proposal.meanings().equals(meanings))) {
      return new Reading.Unclear<>("the plan proposes more than one time");
    }
    int last = statements.lastIndexOf(clearest.getLast());
    Agreement agreement = new Agreement(meanings);
    // Before a final proposal anything may be considered; before others nothing else is.
    List<Statement> considered =
        weight == Weight.FINAL ? statements.subList(last, statements.size()) : statements;
    boolean clear =
        weight != Weight.BARE || statements.stream().noneMatch(CalendarPlanReader::isTalk);
    if (!clear || !considered.stream().allMatch(agreement::withStatement)) {
      return new Reading.Unclear<>("which time the plan settles on is not clear");
    }
    return statements.subList(last, statements.size()).stream()
            .anyMatch(Statement.Doubtful.class::isInstance)
        ? new Reading.Unclear<>("the plan doubts the time that it proposes")
        : new Reading.Clear<>(new Answer.Meeting(meanings));
  }

  /** Beside a bare time only its day may stand. */
  private static boolean isTalk(Statement statement) {
    return !(statement instanceof Proposal)
        && !(statement instanceof Mention mention && mention.times().isEmpty() && !mention.loose());
  }

  /** A plan whose parts are on lines of their own: the day on one, the time on another. */
  private Reading<Answer> together(List<Sentence> sentences) {
    List<Token> tokens = new ArrayList<>();
    for (Sentence sentence : sentences) {
      if (sentence.end() == Sentence.End.QUESTION) {
        return new Reading.Unclear<>("the plan proposes no time");
      }
      tokens.addAll(sentence.tokens());
    }
    return !tokens.isEmpty() && clauses.read(tokens) instanceof Proposal(var meanings, var weight)
        ? new Reading.Clear<>(new Answer.Meeting(meanings))
        : new Reading.Unclear<>("the plan proposes no time in words that are understood");
  }

  /** Whether statements agree with a proposal. */
  private record Agreement(List<Slot> meanings) {

    boolean withStatement(Statement statement) {
      return switch (statement) {
        case Proposal proposal -> proposal.meanings().equals(meanings);
        case Mention mention -> mention.harmless() || isSame(mention);
        case Statement.NoTime noTime -> false;
        case Statement.Doubtful doubtful -> true;
        case Statement.Remark remark -> true;
      };
    }

    private boolean isSame(Mention mention) {
      List<ClockTime.Range> ranges =
          meanings.stream().map(slot -> new ClockTime.Range(slot.from(), slot.to())).toList();
      return !mention.loose()
          && mention.times().stream().allMatch(ranges::equals)
          && Set.of(meanings.getFirst().day()).containsAll(mention.days());
    }
  }
}
