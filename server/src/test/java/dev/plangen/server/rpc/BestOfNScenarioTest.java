package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.ScriptedServer;
import dev.plangen.server.testing.Story;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepProgress.EventCase;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StopReason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Best of N as its caller sees it: its parameters, ties and events. */
@Timeout(60)
class BestOfNScenarioTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ScriptedServer server = new ScriptedServer();
  private final KeyedScript script = server.script();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void oneAfterTheOtherTellsEachCandidateFromItsStartToItsVerdict() {
    script.scores(10, 97, 20);
    Story story = server.solve(request(bestOf(3).setParallelism(1)));

    assertThat(
            story.lines(
                EventCase.CANDIDATE_STARTED,
                EventCase.CANDIDATE_COMPLETED,
                EventCase.CANDIDATE_VERIFIED,
                EventCase.INCUMBENT_CHANGED))
        .containsExactly(
            "started solution/1",
            "completed solution/1",
            "incumbent solution/1",
            "verified solution/1 10",
            "incumbent solution/1 10",
            "started solution/2",
            "completed solution/2",
            "verified solution/2 97",
            "incumbent solution/2 97 verified",
            "started solution/3",
            "completed solution/3",
            "verified solution/3 20");
    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_ALL_VERIFIED);
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("solution/2");
  }

  @Test
  void aCandidateTakesItsPlaceAmongTheParallelOnesUntilItIsVerified() {
    var one = new Gate();
    var two = new Gate();
    var verdict = new Gate();
    var three = new Gate();
    script
        .on("solution/1", held(one, text("one")))
        .on("solution/2", held(two, text("two")))
        .on("verify/1", held(verdict, text("Score: 1")))
        .on("solution/3", held(three, text("three")));
    Received<SolveRequest, StepUpdate> call =
        server.server().solveStream(request(bestOf(4).setParallelism(2)));

    one.awaitReached(LIMIT);
    two.awaitReached(LIMIT);
    one.release();
    verdict.awaitReached(LIMIT);
    assertThat(server.asked()).doesNotContain("solution/3");
    verdict.release();
    three.awaitReached(LIMIT);
    assertThat(server.asked()).doesNotContain("solution/4");
    two.release();
    three.release();

    assertThat(call.completed().getLast().getResult().getSolutionsList()).hasSize(4);
  }

  @Test
  void oneAfterTheOtherTheFirstVerifiedCandidateIsTheLast() {
    script.scores(10, 95, 100);
    Story story = server.solve(request(bestOf(5).setParallelism(1).setAcceptFirstVerified(true)));

    assertThat(server.asked())
        .containsExactly("constraints", "solution/1", "verify/1", "solution/2", "verify/2");
    assertThat(story.lines(EventCase.SEARCH_STOPPED, EventCase.CANDIDATE_FAILED))
        .containsExactly("stopped STOP_REASON_FIRST_VERIFIED");
    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_FIRST_VERIFIED);
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("solution/2");
    assertThat(story.result().getSolutionsList()).hasSize(2);
  }

  @Test
  void whereNoCandidateIsVerifiedThereIsNoFirst() {
    script.scores(94, 20);
    Story story = server.solve(request(bestOf(2).setAcceptFirstVerified(true)));

    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_ALL_VERIFIED);
    assertThat(story.result().getVerificationResultsList()).hasSize(2);
  }

  @Test
  void theFirstVerifiedCandidateStopsThoseThatAreWrittenAndThoseThatAreVerified() {
    var verdict = new Gate();
    var writing = new Gate();
    var judging = new Gate();
    script
        .on("verify/1", held(verdict, text("Score: 97")))
        .on("solution/2", held(writing, text("never"), "half"))
        .on("verify/3", held(judging, text("never")));
    Received<SolveRequest, StepUpdate> call =
        server.server().solveStream(request(bestOf(3).setAcceptFirstVerified(true)));
    verdict.awaitReached(LIMIT);
    writing.awaitReached(LIMIT);
    judging.awaitReached(LIMIT);
    verdict.release();
    var story = new Story(call.completed());

    writing.awaitCancelled(LIMIT);
    judging.awaitCancelled(LIMIT);
    assertThat(story.lines(EventCase.CANDIDATE_FAILED))
        .containsExactlyInAnyOrder("failed solution/2 NOT_NEEDED", "failed solution/3 NOT_NEEDED");
    assertThat(story.result().getStopReason()).isEqualTo(StopReason.STOP_REASON_FIRST_VERIFIED);
    assertThat(story.result().getSolutionsList()).hasSize(2);
    assertThat(story.result().getSelectedSolution().getCandidateId()).isEqualTo("solution/1");
  }

  @Test
  void ofEqualScoresTheAnswerThatMoreCandidatesGiveIsSelected() {
    script
        .scores(60, 60, 60)
        .on("solution/1", text("Monday, 9:00 - 9:30"))
        .on("solution/2", text("Monday, 12:00 - 12:30"))
        .on("solution/3", text("**Monday**, 12:00 - 12:30."));

    assertThat(server.solve(request(bestOf(3))).result().getSelectedSolution().getCandidateId())
        .isEqualTo("solution/2");
  }

  @Test
  void theUnaryCallReturnsTheResultOfTheStream() {
    script.scores(10, 97, 20);
    Algorithm.Builder first = algorithm(bestOf(5).setParallelism(1).setAcceptFirstVerified(true));

    assertThat(server.unary(first)).isEqualTo(server.solve(first).result());
    assertThat(server.unary(algorithm(bestOf(3))))
        .isEqualTo(server.solve(algorithm(bestOf(3))).result());
  }

  private static BestOfN.Builder bestOf(int candidates) {
    return BestOfN.newBuilder().setCandidates(candidates);
  }

  private static Algorithm.Builder algorithm(BestOfN.Builder choice) {
    return Algorithm.newBuilder().setBestOfN(choice);
  }

  private static SolveRequest request(BestOfN.Builder choice) {
    return ScriptedServer.request(algorithm(choice)).build();
  }
}
