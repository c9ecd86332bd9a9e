package dev.plangen.server.rpc;

import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Lineage;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.run.LogEntry;
import dev.plangen.server.run.News;
import dev.plangen.v1.CallCompleted;
import dev.plangen.v1.CandidateCompleted;
import dev.plangen.v1.CandidateFailed;
import dev.plangen.v1.CandidateStarted;
import dev.plangen.v1.CandidateVerified;
import dev.plangen.v1.Heartbeat;
import dev.plangen.v1.SearchStopped;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepData;
import dev.plangen.v1.StepProgress;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.TextDelta;
import java.time.Instant;

/** Turns a run's news into updates. */
final class UpdateMapper {

  private final String runId;

  UpdateMapper(String runId) {
    this.runId = runId;
  }

  StepUpdate update(News news) {
    return switch (news) {
      case News.Logged logged -> logged(logged.entry());
      case News.Written written -> delta(written);
    };
  }

  StepUpdate heartbeat(long sequence) {
    return progress(
        update(sequence, Instant.now(), Stage.WORKFLOW),
        StepProgress.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()));
  }

  private StepUpdate delta(News.Written written) {
    return progress(
        update(written.sequence(), Instant.now(), written.name().stage()),
        StepProgress.newBuilder()
            .setTextDelta(
                TextDelta.newBuilder()
                    .setCandidateId(written.name().candidate())
                    .setVerifier(written.name().verifier())
                    .setOffset(written.offset())
                    .setText(written.text())));
  }

  private StepUpdate logged(LogEntry entry) {
    StepUpdate.Builder update =
        update(entry.sequence(), entry.time(), entry.event().stage())
            .setUsage(UsageMapper.usage(entry.cost()));
    return switch (entry.event()) {
      case RunEvent.StageStarted _ -> update.setStatus(StepStatus.STEP_STATUS_IN_PROGRESS).build();
      case RunEvent.ConstraintsExtracted extracted ->
          complete(update, StepData.newBuilder().addAllConstraints(extracted.constraints()));
      case RunEvent.CandidatesGenerated generated ->
          complete(
              update,
              StepData.newBuilder()
                  .addAllSolutions(
                      generated.candidates().stream().map(ResultMapper::solution).toList()));
      case RunEvent.CandidatesVerified verified ->
          complete(
              update,
              StepData.newBuilder()
                  .addAllVerificationResults(
                      verified.verdicts().stream().map(ResultMapper::verification).toList()));
      case RunEvent.CandidateStarted started ->
          progress(
              update,
              StepProgress.newBuilder()
                  .setCandidateStarted(
                      CandidateStarted.newBuilder()
                          .setCandidateId(started.candidate().path())
                          .setParentId(parent(started.lineage()))
                          .setDepth(started.lineage().depth())));
      case RunEvent.CandidateCompleted completed ->
          progress(
              update,
              StepProgress.newBuilder()
                  .setCandidateCompleted(
                      CandidateCompleted.newBuilder()
                          .setSolution(ResultMapper.solution(completed.candidate()))
                          .setParentId(parent(completed.lineage()))
                          .setDepth(completed.lineage().depth())));
      case RunEvent.CandidateFailed failed ->
          progress(
              update,
              StepProgress.newBuilder()
                  .setCandidateFailed(
                      CandidateFailed.newBuilder()
                          .setCandidateId(failed.candidate().path())
                          .setError(StatusMapper.toStepError(failed.failure()))));
      case RunEvent.CandidateVerified verified ->
          progress(
              update,
              StepProgress.newBuilder()
                  .setCandidateVerified(
                      CandidateVerified.newBuilder()
                          .setVerificationResult(ResultMapper.verification(verified.verdict()))));
      case RunEvent.NodeExpanded expanded ->
          progress(
              update, StepProgress.newBuilder().setNodeExpanded(SearchMapper.expanded(expanded)));
      case RunEvent.AlgorithmSelected selected ->
          progress(
              update,
              StepProgress.newBuilder().setAlgorithmSelected(SearchMapper.selected(selected)));
      case RunEvent.IncumbentChanged changed ->
          progress(
              update,
              StepProgress.newBuilder().setIncumbentChanged(SearchMapper.incumbent(changed)));
      case RunEvent.CallCompleted completed ->
          progress(update, StepProgress.newBuilder().setCallCompleted(call(completed.call())));
      case RunEvent.CallWasted wasted ->
          progress(update, StepProgress.newBuilder().setCallCompleted(call(wasted.call())));
      case RunEvent.SearchStopped stopped ->
          progress(
              update,
              StepProgress.newBuilder()
                  .setSearchStopped(
                      SearchStopped.newBuilder()
                          .setStopReason(ResultMapper.stopReason(stopped.cause()))));
      case RunEvent.Finished(Answer answer) ->
          switch (answer) {
            case Answer.Solved solved ->
                complete(
                    update.setResult(ResultMapper.result(solved, entry.cost())),
                    StepData.newBuilder()
                        .setSelectedSolution(ResultMapper.selected(solved.selection())));
            case Answer.Extracted _, Answer.Written _, Answer.Checked _ ->
                throw new IllegalStateException("only a solve is streamed as updates");
          };
      case RunEvent.Failed failed ->
          update
              .setStatus(StepStatus.STEP_STATUS_ERROR)
              .setError(StatusMapper.toStepError(failed.failure()))
              .build();
    };
  }

  private StepUpdate.Builder update(long sequence, Instant time, Stage stage) {
    return StepUpdate.newBuilder()
        .setRunId(runId)
        .setSequence(sequence)
        .setUpdateTime(ResultMapper.timestamp(time))
        .setStep(step(stage));
  }

  private static StepUpdate complete(StepUpdate.Builder update, StepData.Builder data) {
    return update.setStatus(StepStatus.STEP_STATUS_COMPLETE).setData(data).build();
  }

  private static StepUpdate progress(StepUpdate.Builder update, StepProgress.Builder progress) {
    return update.setStatus(StepStatus.STEP_STATUS_IN_PROGRESS).setProgress(progress).build();
  }

  private static String parent(Lineage lineage) {
    return lineage.parent().map(CallKey::path).orElse("");
  }

  private static CallCompleted call(CallRecord call) {
    return CallCompleted.newBuilder()
        .setCall(call.key().path())
        .setCandidateId(call.writes().candidate())
        .setText(call.text())
        .setFinishReason(ResultMapper.finishReason(call.finish()))
        .build();
  }

  private static Step step(Stage stage) {
    return switch (stage) {
      case EXTRACT_CONSTRAINTS -> Step.STEP_EXTRACT_CONSTRAINTS;
      case GENERATE_SOLUTIONS -> Step.STEP_GENERATE_SOLUTIONS;
      case VERIFY_SOLUTIONS -> Step.STEP_VERIFY_SOLUTIONS;
      case SELECT_SOLUTION -> Step.STEP_SELECT_SOLUTION;
      case WORKFLOW -> Step.STEP_WORKFLOW;
    };
  }
}
