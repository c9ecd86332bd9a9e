package dev.plangen.examples.terminal.show;

import dev.plangen.examples.terminal.screen.Cells;
import dev.plangen.v1.NodeExpanded;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepProgress;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.TextDelta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The texts that models are writing, each by its last line. Used with a lock held. */
final class Drafts {

  private static final String NONE_YET = "...";

  private record Name(Step step, String candidate, String verifier) {}

  private final Map<Name, String> lastLines = new LinkedHashMap<>();

  void clear() {
    lastLines.clear();
  }

  /** A model has written more of a text, which is whole so far. */
  void write(StepUpdate update, String text) {
    TextDelta delta = update.getProgress().getTextDelta();
    String written = text.stripTrailing();
    lastLines.put(
        new Name(update.getStep(), delta.getCandidateId(), delta.getVerifier()),
        Cells.safe(written.substring(written.lastIndexOf('\n') + 1)).strip());
  }

  /** A text may have begun, or ended. */
  void update(StepUpdate update) {
    Step step = update.getStep();
    if (update.getStatus() != StepStatus.STEP_STATUS_IN_PROGRESS) {
      lastLines.keySet().removeIf(name -> name.step() == step);
    } else if (update.hasProgress()) {
      progress(step, update.getProgress());
    } else if (step == Step.STEP_EXTRACT_CONSTRAINTS) {
      lastLines.put(new Name(step, "", ""), NONE_YET);
    }
  }

  private void progress(Step step, StepProgress progress) {
    switch (progress.getEventCase()) {
      case CANDIDATE_STARTED ->
          lastLines.putIfAbsent(
              new Name(step, progress.getCandidateStarted().getCandidateId(), ""), NONE_YET);
      case CANDIDATE_COMPLETED ->
          end(step, progress.getCandidateCompleted().getSolution().getCandidateId());
      case CANDIDATE_VERIFIED -> {
        var verdict = progress.getCandidateVerified().getVerificationResult();
        lastLines.remove(new Name(step, verdict.getCandidateId(), verdict.getVerifier()));
      }
      case CANDIDATE_FAILED -> {
        String id = progress.getCandidateFailed().getCandidateId();
        lastLines.keySet().removeIf(name -> name.candidate().equals(id));
      }
      case NODE_EXPANDED -> {
        for (NodeExpanded.Node child : progress.getNodeExpanded().getChildrenList()) {
          lastLines.keySet().removeIf(name -> name.candidate().equals(child.getNodeId()));
        }
      }
      case CALL_COMPLETED -> end(step, progress.getCallCompleted().getCandidateId());
      case TEXT_DELTA,
          HEARTBEAT,
          SEARCH_STOPPED,
          ALGORITHM_SELECTED,
          INCUMBENT_CHANGED,
          EVENT_NOT_SET -> {}
    }
  }

  private void end(Step step, String candidate) {
    lastLines.keySet().removeIf(name -> name.step() == step && name.candidate().equals(candidate));
  }

  /** A line for each, those that began first first. */
  List<String> lines(int columns, int most) {
    List<Map.Entry<Name, String>> all = List.copyOf(lastLines.entrySet());
    int shown = all.size() <= most ? all.size() : most - 1;
    int labels = all.stream().mapToInt(each -> Cells.of(label(each.getKey()))).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Map.Entry<Name, String> each : all.subList(0, shown)) {
      String begin = "  " + Cells.pad(label(each.getKey()), labels) + "  ";
      int room = columns - Cells.of(begin);
      // Where there is no room for a line of a text that says anything, its name has to do.
      lines.add(room < 10 ? begin : begin + Cells.fitEnd(each.getValue(), room));
    }
    if (shown < all.size()) {
      lines.add("  and " + (all.size() - shown) + " more");
    }
    return lines;
  }

  private static String label(Name name) {
    String what = name.candidate().isEmpty() ? "" : " " + Words.candidate(name.candidate());
    return switch (name.step()) {
      case STEP_EXTRACT_CONSTRAINTS -> "reading the problem";
      case STEP_GENERATE_SOLUTIONS -> what.isEmpty() ? "choosing" : "writing" + what;
      case STEP_VERIFY_SOLUTIONS -> "judging" + what;
      case STEP_SELECT_SOLUTION, STEP_WORKFLOW, STEP_UNSPECIFIED, UNRECOGNIZED -> "working" + what;
    };
  }
}
