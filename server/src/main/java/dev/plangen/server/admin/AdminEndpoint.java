package dev.plangen.server.admin;

import dev.plangen.admin.v1.AdminServiceGrpc;
import dev.plangen.admin.v1.ListLoggersRequest;
import dev.plangen.admin.v1.ListLoggersResponse;
import dev.plangen.admin.v1.ListRunsRequest;
import dev.plangen.admin.v1.ListRunsResponse;
import dev.plangen.admin.v1.LiveRun;
import dev.plangen.admin.v1.LoggerLevel;
import dev.plangen.admin.v1.SetLogLevelRequest;
import dev.plangen.admin.v1.SetLogLevelResponse;
import dev.plangen.server.run.RunSnapshot;
import dev.plangen.server.telemetry.LogLevels;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code plangen.admin.v1.AdminService}. Thread-safe. */
public final class AdminEndpoint extends AdminServiceGrpc.AdminServiceImplBase {

  private final Supplier<List<RunSnapshot>> liveRuns;
  private final LogLevels levels = new LogLevels();

  /**
   * @param liveRuns of all tenants, the oldest first
   */
  public AdminEndpoint(Supplier<List<RunSnapshot>> liveRuns) {
    this.liveRuns = liveRuns;
  }

  @Override
  public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> out) {
    Instant now = Instant.now();
    List<LiveRun> runs =
        liveRuns.get().stream()
            .map(run -> LiveRunMapper.toProto(run, now))
            .filter(
                run -> request.getTenant().isEmpty() || request.getTenant().equals(run.getTenant()))
            .toList();
    out.onNext(ListRunsResponse.newBuilder().addAllRuns(runs).build());
    out.onCompleted();
  }

  @Override
  public void listLoggers(ListLoggersRequest request, StreamObserver<ListLoggersResponse> out) {
    var response = ListLoggersResponse.newBuilder();
    levels.all().forEach((logger, level) -> response.addLoggers(toProto(logger, level)));
    out.onNext(response.build());
    out.onCompleted();
  }

  @Override
  public void setLogLevel(SetLogLevelRequest request, StreamObserver<SetLogLevelResponse> out) {
    String before;
    try {
      before = levels.set(request.getLogger(), request.getLevel(), duration(request));
    } catch (IllegalArgumentException e) {
      out.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      return;
    }
    out.onNext(
        SetLogLevelResponse.newBuilder().setBefore(toProto(request.getLogger(), before)).build());
    out.onCompleted();
  }

  private static Optional<Duration> duration(SetLogLevelRequest request) {
    return request.hasDuration()
        ? Optional.of(
            Duration.ofSeconds(
                request.getDuration().getSeconds(), request.getDuration().getNanos()))
        : Optional.empty();
  }

  private static LoggerLevel toProto(String logger, String level) {
    return LoggerLevel.newBuilder().setLogger(logger).setLevel(level).build();
  }
}
