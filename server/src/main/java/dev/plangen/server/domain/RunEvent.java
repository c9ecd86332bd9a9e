package dev.plangen.server.domain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that happened in a run and belongs in its log. Each finished model call is part of
 * exactly one event.
 *
 * <p>Events share the records they speak of, so a text is held once however many events name it.
 */
public sealed interface RunEvent {

  /** The stage that it is about. */
  Stage stage();

  /** What tells it from every other event of the same run; the same when the run is replayed. */
  String identity();

  /** The call that ended with this event. */
  default Optional<CallRecord> endedCall() {
    return Optional.empty();
  }

  /** About how much memory the texts take that it holds and that are no call's. */
  default long bytes() {
    return 0;
  }

  /** A stage began. */
  record StageStarted(Stage stage) implements RunEvent {
    @Override
    public String identity() {
      return "started:" + stage;
    }
  }

  /**
   * Completes {@code EXTRACT_CONSTRAINTS}.
   *
   * @param call empty if the constraints came with the request
   */
  record ConstraintsExtracted(List<String> constraints, Optional<CallRecord> call)
      implements RunEvent {
    public ConstraintsExtracted {
      constraints = List.copyOf(constraints);
    }

    @Override
    public Stage stage() {
      return Stage.EXTRACT_CONSTRAINTS;
    }

    @Override
    public String identity() {
      return "completed:" + stage();
    }

    @Override
    public Optional<CallRecord> endedCall() {
      return call;
    }
  }

  /** A candidate is about to be written, or a step that may become one. */
  record CandidateStarted(CallKey candidate, Lineage lineage) implements RunEvent {
    @Override
    public Stage stage() {
      return Stage.GENERATE_SOLUTIONS;
    }

    @Override
    public String identity() {
      return identity(candidate);
    }

    /** The identity of the event that says so. */
    public static String identity(CallKey candidate) {
      return "started:" + candidate;
    }
  }

  /**
   * A candidate has been written: a complete plan.
   *
   * @param call that wrote it at once; empty if it was written step by step
   */
  record CandidateCompleted(Candidate candidate, Lineage lineage, Optional<CallRecord> call)
      implements RunEvent {

    /** Written at once. */
    public static CandidateCompleted by(CallRecord call) {
      return new CandidateCompleted(
          new Candidate(call.key(), call.text(), call.finish()), Lineage.NONE, Optional.of(call));
    }

    @Override
    public Stage stage() {
      return Stage.GENERATE_SOLUTIONS;
    }

    @Override
    public String identity() {
      return identity(candidate.id());
    }

    /** The identity of the event that says so. */
    public static String identity(CallKey candidate) {
      return "completed:" + candidate;
    }

    @Override
    public Optional<CallRecord> endedCall() {
      return call;
    }

    @Override
    public long bytes() {
      return call.isPresent() ? 0 : candidate.text().length();
    }
  }

  /** A candidate is lost, while it was written or while it was verified. */
  record CandidateFailed(Stage stage, CallKey candidate, Failure failure) implements RunEvent {
    @Override
    public String identity() {
      return identity(stage, candidate);
    }

    /** The identity of the event that says so. */
    public static String identity(Stage stage, CallKey candidate) {
      return "failed:" + stage + ":" + candidate;
    }
  }

  /** Completes {@code GENERATE_SOLUTIONS}. Candidates by number. */
  record CandidatesGenerated(List<Candidate> candidates) implements RunEvent {
    public CandidatesGenerated {
      candidates = List.copyOf(candidates);
    }

    @Override
    public Stage stage() {
      return Stage.GENERATE_SOLUTIONS;
    }

    @Override
    public String identity() {
      return "completed:" + stage();
    }
  }

  /**
   * A verifier has judged a candidate.
   *
   * @param call the call that gave the verdict; empty if no model was asked
   */
  record CandidateVerified(Verdict verdict, Optional<CallRecord> call) implements RunEvent {
    @Override
    public Stage stage() {
      return Stage.VERIFY_SOLUTIONS;
    }

    @Override
    public String identity() {
      return identity(verdict.candidate(), verdict.verifier());
    }

    /** The identity of the event that says so. */
    public static String identity(CallKey candidate, String verifier) {
      return "verified:" + candidate + ":" + verifier;
    }

    @Override
    public Optional<CallRecord> endedCall() {
      return call;
    }

    @Override
    public long bytes() {
      boolean ofCall = call.filter(made -> made.text().equals(verdict.feedback())).isPresent();
      return (ofCall ? 0 : verdict.feedback().length())
          + verdict.constraints().stream().mapToLong(ConstraintVerdict::bytes).sum();
    }
  }

  /** Completes {@code VERIFY_SOLUTIONS}. Verdicts in the candidates' order. */
  record CandidatesVerified(List<Verdict> verdicts) implements RunEvent {
    public CandidatesVerified {
      verdicts = List.copyOf(verdicts);
    }

    @Override
    public Stage stage() {
      return Stage.VERIFY_SOLUTIONS;
    }

    @Override
    public String identity() {
      return "completed:" + stage();
    }
  }

  /** A call ended whose result no other event shows, such as a verdict that could not be read. */
  record CallCompleted(CallRecord call) implements RunEvent {
    @Override
    public Stage stage() {
      return call.writes().stage();
    }

    @Override
    public String identity() {
      return "call:" + call.key();
    }

    @Override
    public Optional<CallRecord> endedCall() {
      return Optional.of(call);
    }
  }

  /**
   * A call ended with a text that is of no use, and that no other event shows. It was paid; but a
   * run that starts from this one's calls asks again.
   */
  record CallWasted(CallRecord call) implements RunEvent {
    @Override
    public Stage stage() {
      return call.writes().stage();
    }

    @Override
    public String identity() {
      return "call:" + call.key();
    }

    @Override
    public Optional<CallRecord> endedCall() {
      return Optional.of(call);
    }
  }

  /**
   * The beginning of a plan has been continued.
   *
   * @param node the beginning; of the root, the key of the search
   * @param depth how many steps it has
   * @param first key of the first of the steps, lost or not: the root is continued more than once
   */
  record NodeExpanded(CallKey node, int depth, CallKey first, List<Node> children)
      implements RunEvent {
    public NodeExpanded {
      children = List.copyOf(children);
    }

    @Override
    public Stage stage() {
      return Stage.GENERATE_SOLUTIONS;
    }

    @Override
    public String identity() {
      return "expanded:" + first;
    }
  }

  /**
   * An algorithm has been chosen for the next plan.
   *
   * @param iteration from 1
   * @param arms all that could be chosen, with the terms that decided
   */
  record AlgorithmSelected(int iteration, String algorithm, List<Arm> arms) implements RunEvent {
    public AlgorithmSelected {
      arms = List.copyOf(arms);
    }

    @Override
    public Stage stage() {
      return Stage.GENERATE_SOLUTIONS;
    }

    @Override
    public String identity() {
      return identity(iteration);
    }

    /** The identity of the event that says so. */
    public static String identity(int iteration) {
      return "selected:" + iteration;
    }
  }

  /**
   * Another candidate is the best so far, or the same with another score.
   *
   * @param number of the change, from 1
   */
  record IncumbentChanged(int number, CallKey candidate, OptionalInt score, boolean verified)
      implements RunEvent {
    @Override
    public Stage stage() {
      return Stage.WORKFLOW;
    }

    @Override
    public String identity() {
      return identity(number);
    }

    /** The identity of the event that says so. */
    public static String identity(int number) {
      return "incumbent:" + number;
    }
  }

  /** No more is asked of models: the run ends with the best that it has. */
  record SearchStopped(StopCause cause) implements RunEvent {
    @Override
    public Stage stage() {
      return Stage.WORKFLOW;
    }

    @Override
    public String identity() {
      return "stopped";
    }
  }

  /** The last event of a run. */
  sealed interface Terminal extends RunEvent {
    @Override
    default String identity() {
      return "ended";
    }
  }

  /** The run succeeded. Completes {@code SELECT_SOLUTION} where the run is a solve. */
  record Finished(Answer answer) implements Terminal {
    @Override
    public Stage stage() {
      return Stage.SELECT_SOLUTION;
    }

    @Override
    public Optional<CallRecord> endedCall() {
      return answer.call();
    }
  }

  /** The run failed, in the stage whose failure ended it. */
  record Failed(Stage stage, Failure failure) implements Terminal {}
}
