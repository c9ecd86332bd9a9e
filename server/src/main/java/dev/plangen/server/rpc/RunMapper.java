package dev.plangen.server.rpc;

import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RequestId;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.run.LogEntry;
import dev.plangen.server.run.RunSnapshot;
import dev.plangen.v1.ListRunsResponse;
import dev.plangen.v1.RoleModels;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunState;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import java.util.List;

/** Turns runs into the contract's messages. */
final class RunMapper {

  private RunMapper() {}

  static Run run(RunSnapshot snapshot) {
    Run.Builder run = withoutTexts(snapshot);
    if (snapshot.info().submission().job() instanceof Job.Solve solve) {
      run.setRequest(request(solve));
    }
    snapshot
        .end()
        .ifPresent(
            end -> {
              if (end.event() instanceof RunEvent.Finished(Answer.Solved solved)) {
                run.setResult(ResultMapper.result(solved, end.cost()));
              }
            });
    return run.build();
  }

  private static SolveRequest request(Job.Solve solve) {
    return SolveRequest.newBuilder()
        .setProblem(solve.problem())
        .setModel(solve.model())
        .setRoleModels(
            RoleModels.newBuilder()
                .setConstraints(solve.roles().constraints())
                .setVerify(solve.roles().verify())
                .setSelect(solve.roles().select()))
        .setSampling(sampling(solve.sampling()))
        .setAlgorithm(AlgorithmMapper.message(solve.algorithm()))
        .addAllVerifiers(solve.verifiers())
        .setVerificationThreshold(solve.threshold())
        .addAllConstraints(solve.constraints())
        .setPromptProfile(solve.profile())
        .build();
  }

  private static Sampling sampling(SamplingWish wish) {
    Sampling.Builder sampling = Sampling.newBuilder();
    wish.temperature().ifPresent(sampling::setTemperature);
    wish.maxOutputTokens().ifPresent(sampling::setMaxOutputTokens);
    wish.seed().ifPresent(sampling::setSeed);
    return sampling.build();
  }

  private static Run.Builder withoutTexts(RunSnapshot snapshot) {
    var submission = snapshot.info().submission();
    Run.Builder run =
        Run.newBuilder()
            .setRunId(snapshot.info().id())
            .setRequestId(submission.requestId().map(RequestId::text).orElse(""))
            .setState(state(snapshot.state()))
            .setModel(submission.job().model())
            .putAllLabels(submission.labels())
            .setCreateTime(ResultMapper.timestamp(snapshot.info().createTime()))
            .setLastSequence(snapshot.lastSequence())
            .setUsage(UsageMapper.usage(snapshot.cost()));
    if (submission.job() instanceof Job.Solve solve) {
      run.setAlgorithm(AlgorithmMapper.message(solve.algorithm()));
    }
    snapshot.end().ifPresent(end -> setEnd(run, end));
    return run;
  }

  private static void setEnd(Run.Builder run, LogEntry end) {
    run.setEndTime(ResultMapper.timestamp(end.time()));
    switch (end.event()) {
      case RunEvent.Finished(Answer.Solved solved) ->
          run.setStopReason(ResultMapper.stopReason(solved.stopCause()));
      case RunEvent.Failed failed -> run.setError(StatusMapper.toStepError(failed.failure()));
      default -> throw new IllegalStateException("only solves are shown, by how they ended");
    }
  }

  /**
   * Without requests and results; {@code found} may hold one more than the page. A page ends early
   * rather than exceed what a client takes: labels can be long.
   */
  static ListRunsResponse page(List<RunSnapshot> found, RunRequestMapper.Page page) {
    ListRunsResponse.Builder response = ListRunsResponse.newBuilder();
    int bytes = 0;
    for (RunSnapshot snapshot : found) {
      Run run = withoutTexts(snapshot).build();
      bytes += run.getSerializedSize();
      if (response.getRunsCount() == page.size() || bytes > TextBounds.UPDATE_BYTES) {
        String last = response.getRuns(response.getRunsCount() - 1).getRunId();
        return response.setNextPageToken(page.token().after(last)).build();
      }
      response.addRuns(run);
    }
    return response.build();
  }

  private static RunState state(dev.plangen.server.run.RunState state) {
    return switch (state) {
      case RUNNING -> RunState.RUN_STATE_RUNNING;
      case COMPLETE -> RunState.RUN_STATE_COMPLETE;
      case FAILED -> RunState.RUN_STATE_FAILED;
      case CANCELLED -> RunState.RUN_STATE_CANCELLED;
    };
  }
}
