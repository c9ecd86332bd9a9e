package dev.plangen.server.testing;

import dev.plangen.v1.AlgorithmSelected;
import dev.plangen.v1.CandidateFailed;
import dev.plangen.v1.IncumbentChanged;
import dev.plangen.v1.NodeExpanded;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.StepProgress;
import dev.plangen.v1.StepProgress.EventCase;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.VerificationResult;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a solve with candidate events has told, each event as a line that a test can be read by. */
public record Story(List<StepUpdate> updates) {

  public Story {
    updates = List.copyOf(updates);
  }

  public SolveResult result() {
    return updates.getLast().getResult();
  }

  /** Of these kinds, in their order. */
  public List<String> lines(EventCase... kinds) {
    return events(kinds).stream().map(Story::line).toList();
  }

  /** The terms of every choice of an algorithm. */
  public List<AlgorithmSelected> selections() {
    return events(EventCase.ALGORITHM_SELECTED).stream()
        .map(StepProgress::getAlgorithmSelected)
        .toList();
  }

  /** The plans that were told as complete, whether they are part of the result or not. */
  public List<Solution> plans() {
    return events(EventCase.CANDIDATE_COMPLETED).stream()
        .map(event -> event.getCandidateCompleted().getSolution())
        .toList();
  }

  private List<StepProgress> events(EventCase... kinds) {
    return updates.stream()
        .map(StepUpdate::getProgress)
        .filter(event -> Set.of(kinds).contains(event.getEventCase()))
        .toList();
  }

  private static String line(StepProgress event) {
    return switch (event.getEventCase()) {
      case CANDIDATE_STARTED -> {
        var started = event.getCandidateStarted();
        yield "started "
            + started.getCandidateId()
            + lineage(started.getParentId(), started.getDepth());
      }
      case CANDIDATE_COMPLETED -> {
        var completed = event.getCandidateCompleted();
        yield "completed "
            + completed.getSolution().getCandidateId()
            + lineage(completed.getParentId(), completed.getDepth());
      }
      case CANDIDATE_FAILED -> {
        CandidateFailed failed = event.getCandidateFailed();
        yield "failed " + failed.getCandidateId() + " " + failed.getError().getReason();
      }
      case CANDIDATE_VERIFIED -> {
        VerificationResult verdict = event.getCandidateVerified().getVerificationResult();
        yield "verified "
            + verdict.getCandidateId()
            + (verdict.hasScore() ? " " + verdict.getScore() : "");
      }
      case NODE_EXPANDED -> expanded(event.getNodeExpanded());
      case ALGORITHM_SELECTED -> "selected " + event.getAlgorithmSelected().getAlgorithm();
      case INCUMBENT_CHANGED -> incumbent(event.getIncumbentChanged());
      case CALL_COMPLETED -> "call " + event.getCallCompleted().getCall();
      case SEARCH_STOPPED -> "stopped " + event.getSearchStopped().getStopReason();
      case TEXT_DELTA, HEARTBEAT, EVENT_NOT_SET ->
          throw new AssertionError("not an event of the log: " + event);
    };
  }

  private static String lineage(String parent, int depth) {
    return (parent.isEmpty() ? "" : " after " + parent) + (depth == 0 ? "" : " at " + depth);
  }

  private static String expanded(NodeExpanded event) {
    return event.getChildrenList().stream()
        .map(
            node ->
                node.getNodeId()
                    + (node.hasReward() ? " " + node.getReward() : "")
                    + (node.getComplete() ? " complete" : ""))
        .collect(
            Collectors.joining(
                ", ",
                "expanded "
                    + (event.getNodeId().isEmpty() ? "the root" : event.getNodeId())
                    + " at "
                    + event.getDepth()
                    + ": ",
                ""));
  }

  private static String incumbent(IncumbentChanged event) {
    return "incumbent "
        + event.getCandidateId()
        + (event.hasScore() ? " " + event.getScore() : "")
        + (event.getVerified() ? " verified" : "");
  }
}
