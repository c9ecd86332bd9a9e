package dev.plangen.server.planning.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.Ruling;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunEvent.IncumbentChanged;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.Verdict;
import dev.plangen.server.planning.agent.Followup;
import dev.plangen.server.planning.agent.ModelCall;
import dev.plangen.server.planning.agent.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The best plan seen is never lost to a later, worse one. */
class IncumbentTest {

  private final List<RunEvent> told = new ArrayList<>();
  private final List<RunEvent> known = new ArrayList<>();

  @Test
  void theFirstWholePlanIsTheIncumbentUntilOneIsVerified() {
    Incumbent incumbent = incumbent();

    incumbent.meet(written(2));
    incumbent.meet(written(3));
    assertThat(incumbent.best()).isEmpty();
    incumbent.meet(judged(3, 10));

    assertThat(told).containsExactly(change(1, 2), change(2, 3, 10, false));
    assertThat(incumbent.best().orElseThrow().candidate().id()).isEqualTo(id(3));
  }

  @Test
  void anEarlierPlanTakesThePlaceOfALaterOneWhileNoneIsVerified() {
    Incumbent incumbent = incumbent();

    incumbent.meet(written(2));
    incumbent.meet(written(1));

    assertThat(told).containsExactly(change(1, 2), change(2, 1));
  }

  @Test
  void aPlanThatWasCutOffIsNoIncumbentBeforeItIsVerified() {
    Incumbent incumbent = incumbent();

    incumbent.meet(Contender.of(new Candidate(id(1), "half", FinishCause.LENGTH), List.of()));

    assertThat(told).isEmpty();
  }

  @Test
  void aLaterWorsePlanChangesNothing() {
    Incumbent incumbent = incumbent();
    incumbent.meet(judged(1, 60));

    incumbent.meet(written(2));
    incumbent.meet(judged(2, 59));
    incumbent.meet(judged(3, -100));
    incumbent.meet(unscored(4));
    incumbent.meet(vetoed(5, 100));

    assertThat(told).containsExactly(change(1, 1, 60, false));
    assertThat(incumbent.best().orElseThrow().standing().score()).hasValue(60);
  }

  @Test
  void aBetterPlanIsToldWithItsScoreAndWhetherItIsVerified() {
    Incumbent incumbent = incumbent();

    incumbent.meet(unscored(1));
    incumbent.meet(vetoed(2, 100));
    incumbent.meet(judged(3, -100));
    incumbent.meet(judged(4, 94));
    incumbent.meet(judged(5, 95));

    assertThat(told)
        .containsExactly(
            change(1, 1),
            change(2, 2, 100, false),
            change(3, 3, -100, false),
            change(4, 4, 94, false),
            change(5, 5, 95, true));
  }

  @Test
  void whatTheLogTellsIsNotToldAgain() {
    known.add(change(1, 1));
    known.add(change(2, 1, 60, false));
    Incumbent incumbent = incumbent();

    incumbent.meet(written(1));
    incumbent.meet(judged(1, 60));
    incumbent.meet(written(2));
    incumbent.meet(judged(2, 97));

    assertThat(told).containsExactly(change(3, 2, 97, true));
  }

  @Test
  void anIncumbentThatTheLogTellsOfButThatDoesNotComeAgainHidesNoBetterOne() {
    // The second plan came first in that run; this time the first does.
    known.add(change(1, 2));
    Incumbent incumbent = incumbent();

    incumbent.meet(written(1));
    incumbent.meet(written(2));
    incumbent.meet(judged(1, 60));
    incumbent.meet(judged(2, 97));

    assertThat(told).containsExactly(change(2, 1), change(3, 1, 60, false), change(4, 2, 97, true));
  }

  private Incumbent incumbent() {
    return new Incumbent(new Told(), 95);
  }

  private static IncumbentChanged change(int number, int candidate) {
    return new IncumbentChanged(number, id(candidate), OptionalInt.empty(), false);
  }

  private static IncumbentChanged change(int number, int candidate, int score, boolean verified) {
    return new IncumbentChanged(number, id(candidate), OptionalInt.of(score), verified);
  }

  private static Contender written(int number) {
    return Contender.of(new Candidate(id(number), "plan " + number, FinishCause.STOP), List.of());
  }

  private static Contender judged(int number, int score) {
    return verdict(number, OptionalInt.of(score), Ruling.UNKNOWN);
  }

  private static Contender unscored(int number) {
    return verdict(number, OptionalInt.empty(), Ruling.UNKNOWN);
  }

  private static Contender vetoed(int number, int score) {
    return verdict(number, OptionalInt.of(score), Ruling.VETOED);
  }

  private static Contender verdict(int number, OptionalInt score, Ruling ruling) {
    var opinion = new Opinion(score, ruling, false, "", List.of());
    return written(number).judged(List.of(new Verdict(id(number), "test", opinion)));
  }

  private static CallKey id(int number) {
    return CallKey.of("solution").child(number);
  }

  /** A run of which only the log is of interest. */
  private final class Told implements RunContext {
    @Override
    public void emit(RunEvent event) {
      told.add(event);
    }

    @Override
    public Optional<RunEvent> recorded(String identity) {
      return known.stream().filter(event -> event.identity().equals(identity)).findFirst();
    }

    @Override
    public Cancellation cancellation() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CallRecord call(ModelCall call, Cancellation cancellation) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T whileWanted(Cancellation scope, Function<Cancellation, T> work) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Verdict> recordedVerdict(PlanUnderTest plan, String verifier) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<ModelCall> reserve(List<ModelCall> plans, int atOnce, Followup followup) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean mayBegin(ModelCall plan) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void stop(StopCause why) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void release(CallKey candidate) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<StopCause> stopped() {
      throw new UnsupportedOperationException();
    }
  }
}
