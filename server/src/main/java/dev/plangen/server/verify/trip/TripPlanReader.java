package dev.plangen.server.verify.trip;

import dev.plangen.server.verify.reading.Reading;
import dev.plangen.server.verify.reading.Sentence;
import dev.plangen.server.verify.reading.Sentences;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads plans in free wording: where one is when.
 *
 * <p>A plan may reason before it answers. What counts is what follows its last heading ("Here is
 * the trip plan:"), or all of it if it has none. If there is another plan before that differs, the
 * heading has to say that it is the final one.
 */
record TripPlanReader(TripProblem problem) {

  /** What a plan says. */
  sealed interface Answer {

    record Trip(Itinerary itinerary) implements Answer {}

    /** That there is no such trip. */
    record NoTrip() implements Answer {}
  }

  private static final int LONGEST_HEADING = 20;

  Reading<Answer> read(String plan) {
    List<Sentence> sentences = Sentences.of(plan);
    List<Integer> headings = headings(sentences);
    if (headings.isEmpty()) {
      return withoutHeading(sentences);
    }
    int last = headings.getLast();
    List<Note> notes = notes(sentences.subList(last + 1, sentences.size()));
    boolean replaces = TripWords.replace(pieces(sentences.get(last)));
    for (int i = 0; i + 1 < headings.size() && !replaces; i++) {
      List<Note> others = notes(sentences.subList(headings.get(i) + 1, headings.get(i + 1)));
      if (others.stream().anyMatch(TripPlanReader::placesOneself) && !isSame(others, notes)) {
        return new Reading.Unclear<>("the plan describes more than one trip");
      }
    }
    return answer(notes);
  }

  /** Reasoning before the first day is left out, unless it names days itself. */
  private Reading<Answer> withoutHeading(List<Sentence> sentences) {
    Reading<Answer> all = answer(notes(sentences));
    if (all instanceof Reading.Clear) {
      return all;
    }
    for (int i = 1; i < sentences.size(); i++) {
      if (beginsTrip(sentences.get(i))) {
        boolean daysBefore =
            notes(sentences.subList(0, i)).stream().anyMatch(TripPlanReader::placesOneself);
        return daysBefore ? all : answer(notes(sentences.subList(i, sentences.size())));
      }
    }
    return all;
  }

  private boolean beginsTrip(Sentence sentence) {
    return pieces(sentence).stream()
        .filter(piece -> !(piece instanceof TripPiece.Sign))
        .findFirst()
        .filter(piece -> piece instanceof TripPiece.Days days && days.from() == 1)
        .isPresent();
  }

  private static boolean placesOneself(Note note) {
    return switch (note) {
      case Note.Stay stay -> true;
      case Note.Hop hop -> true;
      case Note.Unread(String quote, boolean days) -> days;
      case Note.Count count -> false;
      case Note.Contradiction contradiction -> true;
      case Note.NoTrip noTrip -> true;
      case Note.Doubtful doubtful -> false;
    };
  }

  private static boolean isSame(List<Note> one, List<Note> other) {
    Set<Note> facts = new HashSet<>(one);
    return facts.equals(new HashSet<>(other));
  }

  private Reading<Answer> answer(List<Note> notes) {
    Optional<Note.Unread> unread =
        notes.stream()
            .filter(Note.Unread.class::isInstance)
            .map(Note.Unread.class::cast)
            .findFirst();
    if (unread.isPresent()) {
      return new Reading.Unclear<>("the plan says " + unread.get().quote());
    }
    if (notes.stream().anyMatch(Note.Doubtful.class::isInstance)) {
      return new Reading.Unclear<>("the plan doubts what it says");
    }
    if (beginsTwice(notes)) {
      return new Reading.Unclear<>("the plan describes more than one trip");
    }
    Optional<Itinerary> itinerary = Itinerary.of(notes, problem.stays().keySet());
    boolean denied = notes.stream().anyMatch(Note.NoTrip.class::isInstance);
    if (itinerary.isPresent()) {
      return denied
          ? new Reading.Unclear<>("the plan describes a trip and says that there is none")
          : new Reading.Clear<>(new Answer.Trip(itinerary.get()));
    }
    return denied
        ? new Reading.Clear<>(new Answer.NoTrip())
        : new Reading.Unclear<>("the plan does not say in which city one is on which day");
  }

  /** Whether it comes back to day 1 with something else: "Plan A", "Plan B". */
  private static boolean beginsTwice(List<Note> notes) {
    Set<Visit> first = new HashSet<>();
    boolean later = false;
    for (Note note : notes) {
      if (note instanceof Note.Stay(Visit visit)) {
        if (visit.from() > 1) {
          later = true;
        } else if (first.add(visit) && first.size() > 1 && later) {
          return true;
        }
      }
    }
    return false;
  }

  /** Those that a trip follows: "Enjoy your trip!" looks like one too. */
  private List<Integer> headings(List<Sentence> sentences) {
    List<Integer> headings = new ArrayList<>();
    int end = sentences.size();
    for (int i = sentences.size() - 1; i >= 0; i--) {
      if (isHeading(sentences.get(i))) {
        List<Note> notes = notes(sentences.subList(i + 1, end));
        if (notes.stream().anyMatch(TripPlanReader::placesOneself)) {
          headings.addFirst(i);
        }
        end = i;
      }
    }
    return headings;
  }

  private boolean isHeading(Sentence sentence) {
    if (sentence.tokens().size() > LONGEST_HEADING || sentence.end() == Sentence.End.QUESTION) {
      return false;
    }
    List<TripPiece> pieces = pieces(sentence);
    TripGist gist = TripGist.of(pieces);
    return gist.cities().isEmpty()
        && gist.days().isEmpty()
        && gist.counts().stream().allMatch(count -> count == problem.days())
        && gist.cityCounts().stream().allMatch(count -> count == problem.stays().size())
        && TripWords.namePlan(pieces)
        && TripWords.areKnown(pieces);
  }

  private List<Note> notes(List<Sentence> sentences) {
    return new NoteReader(problem).read(sentences);
  }

  private List<TripPiece> pieces(Sentence sentence) {
    return new TripPieces(problem.atlas()).of(sentence.tokens());
  }
}
