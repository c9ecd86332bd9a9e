package dev.plangen.server.rpc;

import dev.plangen.server.domain.Caller;
import dev.plangen.server.run.RunFilter;
import dev.plangen.server.run.RunName;
import dev.plangen.server.run.RunState;
import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.DeleteRunRequest;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.WatchRunRequest;
import java.util.Optional;

/**
 * Reads which run, or which runs, a request is about. All methods throw {@code FailureException}
 * with {@code InvalidRequest}, which names every wrong field.
 */
final class RunRequestMapper {

  private static final int DEFAULT_PAGE = 50;
  private static final int MOST_PAGE = 1000;

  private RunRequestMapper() {}

  /**
   * What to list.
   *
   * @param before the id after which this page goes on; empty for the first one
   * @param token by which the next page is asked for
   */
  record Page(RunFilter filter, Optional<String> before, int size, PageToken token) {}

  static RunName name(GetRunRequest request) {
    return name(new Violations(""), request.getRunId(), request.getRequestId());
  }

  static RunName name(CancelRunRequest request) {
    return name(new Violations(""), request.getRunId(), request.getRequestId());
  }

  static RunName name(WatchRunRequest request) {
    var violations = new Violations("");
    violations.requireRange("after_sequence", request.getAfterSequence(), 0, Integer.MAX_VALUE);
    StreamWish.check(violations, request.getStreamOptions());
    return name(violations, request.getRunId(), request.getRequestId());
  }

  static String id(DeleteRunRequest request) {
    return name(new Violations(""), request.getRunId(), "").text();
  }

  /** Of the two at most one is set. */
  private static RunName name(Violations violations, String runId, String requestId) {
    Optional<RunName> name =
        RunTermsMapper.id(violations, "run_id", runId)
            .<RunName>map(RunName.Id::new)
            .or(
                () ->
                    RunTermsMapper.id(violations, "request_id", requestId)
                        .map(RunName.Request::new));
    if (name.isEmpty()) {
      violations.add("run_id", "must be given");
    }
    violations.throwIfAny();
    return name.orElseThrow();
  }

  static Page page(Caller caller, ListRunsRequest request) {
    var violations = new Violations("");
    violations.requireRange("page_size", request.getPageSize(), 0, MOST_PAGE);
    var filter =
        new RunFilter(
            state(violations, request.getState()),
            RunTermsMapper.id(violations, "request_id", request.getRequestId()),
            RunTermsMapper.labels(violations, "labels", request.getLabelsMap()));
    PageToken token = PageToken.of(caller, request);
    Optional<String> before =
        request.getPageToken().isEmpty()
            ? Optional.empty()
            : token.read(violations, request.getPageToken());
    violations.throwIfAny();
    int size = request.getPageSize() == 0 ? DEFAULT_PAGE : request.getPageSize();
    return new Page(filter, before, size, token);
  }

  private static Optional<RunState> state(Violations violations, dev.plangen.v1.RunState state) {
    return switch (state) {
      case RUN_STATE_UNSPECIFIED -> Optional.empty();
      case RUN_STATE_RUNNING -> Optional.of(RunState.RUNNING);
      case RUN_STATE_COMPLETE -> Optional.of(RunState.COMPLETE);
      case RUN_STATE_FAILED -> Optional.of(RunState.FAILED);
      case RUN_STATE_CANCELLED -> Optional.of(RunState.CANCELLED);
      case UNRECOGNIZED -> {
        violations.add("state", "must be a RunState that this server knows");
        yield Optional.empty();
      }
    };
  }
}
