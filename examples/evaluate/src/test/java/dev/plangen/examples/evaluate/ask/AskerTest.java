package dev.plangen.examples.evaluate.ask;

import static dev.plangen.examples.evaluate.ask.ScriptedServer.refusal;
import static dev.plangen.examples.evaluate.ask.ScriptedServer.retryAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.plangen.examples.evaluate.answer.Meeting;
import dev.plangen.examples.evaluate.matrix.Configuration;
import dev.plangen.examples.evaluate.matrix.Jury;
import dev.plangen.examples.evaluate.matrix.MethodReader;
import dev.plangen.examples.evaluate.problem.Family;
import dev.plangen.examples.evaluate.problem.Problem;
import dev.plangen.examples.evaluate.result.Check;
import dev.plangen.examples.evaluate.result.Cost;
import dev.plangen.examples.evaluate.result.Result;
import dev.plangen.examples.evaluate.result.Score;
import dev.plangen.examples.evaluate.stop.Halt;
import dev.plangen.examples.evaluate.stop.Stop;
import dev.plangen.examples.evaluate.stop.Stopped;
import dev.plangen.v1.Model;
import io.grpc.Status.Code;
import java.io.IOException;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AskerTest {

  private static final Problem PROBLEM =
      new Problem("calendar_1", Family.CALENDAR, "When?", new Meeting(DayOfWeek.MONDAY, 540, 570));

  private static final Configuration SAMPLED = configuration("best_of_n:candidates=3", "sound");
  private static final Configuration JUDGED = configuration("best_of_n:candidates=3", "llm");

  private final ScriptedServer script = new ScriptedServer();
  private final Stop stop = new Stop();
  private final Server server = Server.at(script.target(), stop);
  private final Asker asker = asker(server, List.of());

  AskerTest() throws IOException {}

  @AfterEach
  void close() {
    server.close();
    script.close();
  }

  @Test
  void theSelectedPlanAndEachWholeCandidateAreScored() {
    Result result = asker.ask(SAMPLED, Optional.empty());

    Score right = new Score("Monday, 9:00 - 9:30", true, Check.PASSED);
    assertThat(result.score()).isEqualTo(right);
    assertThat(result.samples())
        .containsExactly(new Score("Monday, 16:00 - 16:30", false, Check.VETOED), right);
    assertThat(result.stopReason()).isEqualTo("STOP_REASON_ALL_VERIFIED");
    assertThat(result.run()).contains("run-1");
  }

  @Test
  void aPlanIsCheckedOnceByTheSoundVerifierAgainstTheProblemAlone() {
    Result first = asker.ask(SAMPLED, Optional.empty());
    asker.ask(JUDGED, Optional.of(first));

    assertThat(script.checked())
        .hasSize(2)
        .allSatisfy(
            check -> {
              assertThat(check.getVerifiersList()).containsExactly("calendar");
              assertThat(check.getConstraintsList()).isEmpty();
              assertThat(check.getProblem()).isEqualTo("When?");
            });
  }

  @Test
  void theRequestIsWhatTheConfigurationSays() {
    asker.ask(configuration("best_of_n:first", "llm+sound"), Optional.empty());

    assertThat(script.asked().getFirst())
        .satisfies(
            request -> {
              assertThat(request.getModel()).isEqualTo("m");
              assertThat(request.getVerifiersList()).containsExactly("llm", "calendar");
              assertThat(request.getAlgorithm().getBestOfN().getAcceptFirstVerified()).isTrue();
              assertThat(request.getSampling().getSeed()).isEqualTo(7);
              assertThat(request.getSampling().getMaxOutputTokens()).isEqualTo(100);
              assertThat(request.getLabelsMap()).containsEntry("problem", "calendar_1");
            });
  }

  @Test
  void aModelThatTakesNoSeedGetsNone() {
    Model seedless = Model.newBuilder().setId("m").addUnsupportedSamplingFields("seed").build();
    asker(server, List.of(seedless)).ask(SAMPLED, Optional.empty());

    assertThat(script.asked().getFirst().getSampling().hasSeed()).isFalse();
  }

  @Test
  void whatIsTakenOverFromTheBaseBelongsToTheCost() {
    Result base = asker.ask(SAMPLED, Optional.empty());
    Result result = asker.ask(JUDGED, Optional.of(base));

    assertThat(script.asked().getLast().getBaseRunId()).isEqualTo("run-1");
    assertThat(result.base()).contains("run-1");
    Cost paid = result.paid();
    Cost cost = result.cost();
    assertThat(paid.calls()).isEqualTo(2);
    assertThat(cost.calls()).isEqualTo(3);
    assertThat(cost.input()).isEqualTo(270);
    assertThat(cost.output()).isEqualTo(30);
    // Half of the base's tokens were taken over, so half of its time.
    assertThat(cost.seconds() - paid.seconds()).isCloseTo(base.cost().seconds() / 2, within(1e-9));
  }

  @Test
  void aBaseThatIsForgottenIsDoneWithoutAndTold() {
    Result base = asker.ask(SAMPLED, Optional.empty());
    script.refuse(refusal(Code.NOT_FOUND, "RUN_EXPIRED"));

    Result result = asker.ask(JUDGED, Optional.of(base));

    assertThat(script.asked().getLast().getBaseRunId()).isEmpty();
    assertThat(result.base()).isEmpty();
    assertThat(result.baseTrouble()).contains("RUN_EXPIRED");
    assertThat(result.trouble()).isEmpty();
    assertThat(result.cost()).isEqualTo(result.paid());
  }

  @Test
  void aRunThatFailedIsNoBase() {
    script.refuse(refusal(Code.ABORTED, "MODEL_OUTPUT_UNUSABLE"));
    Result failed = asker.ask(SAMPLED, Optional.empty());

    asker.ask(JUDGED, Optional.of(failed));

    assertThat(script.asked().getLast().getBaseRunId()).isEmpty();
  }

  @Test
  void aFailureOfOneProblemIsAResult() {
    script.refuse(refusal(Code.FAILED_PRECONDITION, "MODEL_CONTEXT_EXCEEDED"));

    Result result = asker.ask(SAMPLED, Optional.empty());

    assertThat(result.trouble().orElseThrow().reason()).isEqualTo("MODEL_CONTEXT_EXCEEDED");
    assertThat(result.score().satisfied()).isFalse();
    assertThat(script.asked()).hasSize(1);
  }

  @Test
  void aServerThatIsFullIsAskedAgainAfterWhatItAsksFor() {
    script.refuse(refusal(Code.RESOURCE_EXHAUSTED, "SERVER_OVERLOADED", retryAfter(300)));
    script.refuse(refusal(Code.UNAVAILABLE, "MODEL_UNAVAILABLE", retryAfter(100)));
    long begin = System.nanoTime();

    Result result = asker.ask(SAMPLED, Optional.empty());

    assertThat(result.trouble()).isEmpty();
    assertThat(script.asked()).hasSize(3);
    assertThat(System.nanoTime() - begin).isGreaterThan(400_000_000L);
    assertThat(result.cost().seconds()).isLessThan(0.4);
  }

  @Test
  void aBudgetThatIsUsedUpIsNotTriedAgain() {
    script.refuse(refusal(Code.RESOURCE_EXHAUSTED, "BUDGET_EXHAUSTED"));

    assertThat(asker.ask(SAMPLED, Optional.empty()).trouble().orElseThrow().reason())
        .isEqualTo("BUDGET_EXHAUSTED");
  }

  @Test
  void whatWouldMeetEveryCallEndsTheEvaluation() {
    script.refuse(refusal(Code.NOT_FOUND, "VERIFIER_NOT_FOUND"));

    assertThatExceptionOfType(Halt.class)
        .isThrownBy(() -> asker.ask(SAMPLED, Optional.empty()))
        .withMessageContaining(script.target())
        .withMessageContaining("told by the test");
  }

  @Test
  void aServerThatIsGoneForGoodEndsTheEvaluation() {
    for (int i = 0; i < 7; i++) {
      script.refuse(refusal(Code.UNAVAILABLE, "SERVER_DRAINING", retryAfter(1)));
    }

    assertThatExceptionOfType(Halt.class)
        .isThrownBy(() -> asker.ask(SAMPLED, Optional.empty()))
        .withMessageContaining("does not answer any more");
  }

  @Test
  void whoeverStopsDoesNotWaitForARetry() throws InterruptedException {
    script.refuse(refusal(Code.UNAVAILABLE, "MODEL_UNAVAILABLE", retryAfter(50_000)));
    Thread stopper =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (script.asked().isEmpty()) {
                    Thread.onSpinWait();
                  }
                  stop.stop();
                });

    assertThatExceptionOfType(Stopped.class).isThrownBy(() -> asker.ask(SAMPLED, Optional.empty()));
    stopper.join();
    assertThat(script.asked()).hasSize(1);
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    script.close();

    assertThatExceptionOfType(Halt.class)
        .isThrownBy(server::catalogue)
        .withMessageStartingWith("No PlanGEN server answers at " + script.target());
  }

  private static Asker asker(Server server, List<Model> models) {
    return new Asker(
        server,
        new Catalogue(models, List.of()),
        new Wishes("monday", 7, Optional.of(100)),
        PROBLEM);
  }

  private static Configuration configuration(String method, String jury) {
    return new Configuration("m", MethodReader.read(method), new Jury(jury));
  }
}
