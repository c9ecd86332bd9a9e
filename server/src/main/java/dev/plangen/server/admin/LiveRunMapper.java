package dev.plangen.server.admin;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.plangen.admin.v1.LiveRun;
import dev.plangen.admin.v1.LiveRunState;
import dev.plangen.server.domain.RunInfo;
import dev.plangen.server.run.RunSnapshot;
import dev.plangen.server.telemetry.JobName;
import java.time.Duration;
import java.time.Instant;

/** Shows a run to operators: nothing that a caller or a model wrote, but for the model's id. */
final class LiveRunMapper {

  private LiveRunMapper() {}

  static LiveRun toProto(RunSnapshot run, Instant now) {
    RunInfo info = run.info();
    LiveRun.Builder live =
        LiveRun.newBuilder()
            .setRunId(info.id())
            .setTenant(info.caller().tenant())
            .setState(
                run.end().isPresent()
                    ? LiveRunState.LIVE_RUN_STATE_ENDING
                    : LiveRunState.LIVE_RUN_STATE_RUNNING)
            .setJob(JobName.of(info.job()))
            .setModel(info.job().model())
            .setAlgorithm(JobName.algorithm(info.job()))
            .setCreateTime(Timestamps.fromMillis(info.createTime().toEpochMilli()))
            .setAge(Durations.fromMillis(Duration.between(info.createTime(), now).toMillis()))
            .setLastSequence(run.lastSequence())
            .setModelCalls(run.cost().calls());
    run.cost().tokens().input().ifPresent(live::setInputTokens);
    run.cost().tokens().output().ifPresent(live::setOutputTokens);
    return live.build();
  }
}
