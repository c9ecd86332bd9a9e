package dev.plangen.testing;

import dev.plangen.v1.Heartbeat;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepProgress;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.VerificationResult;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens in one run, from its first update to its last. Immutable: each method returns a
 * script that goes on from this one.
 *
 * <pre>{@code
 * SolveScript.solve()
 *     .constraints("The meeting takes an hour.")
 *     .candidate("Tuesday, 9:00 to 10:00", 100)
 *     .candidate("Tuesday, 12:00 to 13:00", -20, "That is during lunch.")
 *     .select();
 * }</pre>
 *
 * <p>The updates of the steps, their order, numbers and results are made as the contract has them;
 * readers who ask for candidate events and text deltas get these too. A script that ends without
 * {@link #select} or {@link #fail} leaves its run going, until somebody cancels it.
 */
public final class SolveScript {

  private final List<Composer.Line> lines;
  private final List<Composer.Insertion> insertions;

  private SolveScript(List<Composer.Line> lines, List<Composer.Insertion> insertions) {
    this.lines = List.copyOf(lines);
    this.insertions = List.copyOf(insertions);
  }

  /** Returns the script in which nothing happens. */
  public static SolveScript solve() {
    return new SolveScript(List.of(), List.of());
  }

  /**
   * The constraints are extracted. If the request brings constraints, those take their place. Left
   * out before a {@link #candidate}, there is one constraint, made up.
   */
  public SolveScript constraints(String... constraints) {
    List<String> extracted = List.of(constraints);
    return then(composer -> composer.constraints(extracted));
  }

  /** A candidate is written, and later verified without coming to a score. */
  public SolveScript candidate(String text) {
    return candidate(text, VerificationResult.getDefaultInstance());
  }

  /**
   * A candidate is written, and later gets this score from the request's first verifier.
   *
   * @param score -100 to 100
   */
  public SolveScript candidate(String text, int score) {
    return candidate(text, score, "Score: " + score);
  }

  /**
   * A candidate is written, and later gets this score from the request's first verifier.
   *
   * @param score -100 to 100
   * @param feedback the verifier's reasons
   */
  public SolveScript candidate(String text, int score, String feedback) {
    return candidate(
        text, VerificationResult.newBuilder().setScore(score).setFeedback(feedback).build());
  }

  /**
   * A candidate is written, and later gets these verdicts. Where they are left out, the candidate's
   * id, the verifier (the request's first, or "llm") and the outcome (by the score and the
   * request's threshold) are filled in.
   */
  public SolveScript candidate(String text, VerificationResult... verdicts) {
    List<VerificationResult> results = List.of(verdicts);
    return then(composer -> composer.candidate(text, results));
  }

  /** A candidate is begun and lost; the run goes on. */
  public SolveScript lostCandidate(Failure failure) {
    return then(composer -> composer.lostCandidate(failure));
  }

  /**
   * The candidates are verified, and the best is selected: the run is COMPLETE.
   *
   * @throws IllegalStateException when the run comes here without a candidate
   */
  public SolveScript select() {
    return then(Composer::select);
  }

  /** The step that is under way fails, and the run with it. */
  public SolveScript fail(Failure failure) {
    return then(composer -> composer.fail(failure));
  }

  /** The run fails in this step; deadline, cancel, drain and budget name STEP_WORKFLOW. */
  public SolveScript fail(Step step, Failure failure) {
    return update(
        StepUpdate.newBuilder()
            .setStep(step)
            .setStatus(StepStatus.STEP_STATUS_ERROR)
            .setError(Statuses.error(failure))
            .build());
  }

  /**
   * Something of the test's own happens. Its run id, sequence and time are filled in; an update
   * with a result or an error ends the run.
   */
  public SolveScript update(StepUpdate update) {
    return then(composer -> composer.append(update));
  }

  /** A heartbeat is sent to readers that ask for heartbeats, before their interval is over. */
  public SolveScript heartbeat() {
    return update(
        StepUpdate.newBuilder()
            .setStep(Step.STEP_WORKFLOW)
            .setStatus(StepStatus.STEP_STATUS_IN_PROGRESS)
            .setProgress(StepProgress.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()))
            .build());
  }

  /** The run waits here until the test opens the gate. */
  public SolveScript hold(Gate gate) {
    return act(run -> gate.pass());
  }

  /** The run waits here, in real time unless {@link PlanGenTestServer#advance} shortens it. */
  public SolveScript delay(Duration time) {
    return act(run -> run.sleep(time));
  }

  /** The connection breaks here: as {@link #drop(Status.Code)} with UNAVAILABLE. */
  public SolveScript drop() {
    return drop(Status.Code.UNAVAILABLE);
  }

  /**
   * The connection breaks here: one stream ends, without a terminal update and without details. If
   * the run is being read, it is the first of its readers that comes here, and the run goes on when
   * that has gone; otherwise the first that comes here later. To the run, that reader has left: see
   * {@code on_disconnect}.
   *
   * @param code what the caller sees: UNAVAILABLE, or INTERNAL as through some proxies
   */
  public SolveScript drop(Status.Code code) {
    return act(run -> run.drop(code));
  }

  /**
   * The server forgets the run, as one that restarts does: all of its readers end with UNAVAILABLE,
   * and neither its id nor its {@code request_id} is known any more. The run ends here.
   */
  public SolveScript forget() {
    return act(TestRun::forget);
  }

  /**
   * Lets something else happen in the middle of this script, for example {@code after(3,
   * solve().drop())}.
   *
   * @param updates after how many updates: 0 to {@link #updates}
   * @param insertion what happens then
   */
  public SolveScript after(int updates, SolveScript insertion) {
    if (updates < 0 || updates > updates()) {
      throw new IllegalArgumentException(
          "updates must be 0 to " + updates() + ", and is " + updates);
    }
    if (!insertion.insertions.isEmpty()) {
      throw new IllegalArgumentException("an insertion has no insertions of its own");
    }
    List<Composer.Insertion> more = new ArrayList<>(insertions);
    more.add(new Composer.Insertion(updates, insertion.lines));
    return new SolveScript(lines, more);
  }

  /**
   * Returns how many updates a reader gets who asks for everything, heartbeats apart, of a request
   * that brings no constraints.
   */
  public int updates() {
    Composer composer = new Composer(SolveRequest.getDefaultInstance(), insertions);
    composer.compose(lines);
    return composer.updates();
  }

  List<TestRun.Act> acts(SolveRequest request) {
    return new Composer(request, insertions).compose(lines);
  }

  private SolveScript act(TestRun.Act act) {
    return then(composer -> composer.act(act));
  }

  private SolveScript then(Composer.Line line) {
    List<Composer.Line> more = new ArrayList<>(lines);
    more.add(line);
    return new SolveScript(more, insertions);
  }
}
