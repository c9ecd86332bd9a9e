package dev.plangen.testing;

import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.DeleteRunRequest;
import dev.plangen.v1.DeleteRunResponse;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.ListRunsResponse;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunServiceGrpc.RunServiceImplBase;
import dev.plangen.v1.RunState;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;

/** {@code plangen.v1.RunService}. */
final class RunEndpoint extends RunServiceImplBase {

  private static final int DEFAULT_PAGE = 50;
  private static final int MOST_PAGE = 1000;

  private final RunBook runs;
  private final Readers readers;

  RunEndpoint(RunBook runs, Readers readers) {
    this.runs = runs;
    this.readers = readers;
  }

  @Override
  public void startRun(StartRunRequest request, StreamObserver<Run> out) {
    Replies.reply(
        out,
        () -> {
          Requests.checkStart(request.getRequest());
          return runs.start(request.getRequest(), Patience.ENDLESS, TestRun::snapshot);
        });
  }

  @Override
  public void getRun(GetRunRequest request, StreamObserver<Run> out) {
    Replies.reply(out, () -> find(request.getRunId(), request.getRequestId()).snapshot());
  }

  @Override
  public void watchRun(WatchRunRequest request, StreamObserver<StepUpdate> out) {
    Replies.open(
        out,
        () -> {
          long after = request.getAfterSequence();
          Requests.checkWatch(after, request.getStreamOptions());
          TestRun run = find(request.getRunId(), request.getRequestId());
          Requests.checkPast(after, run.lastSequence());
          Reader reader =
              readers.enter(run, out, Readers.watching(out), request.getStreamOptions());
          RunIdHeader.send(reader.runId());
          reader.open(after);
        });
  }

  @Override
  public void cancelRun(CancelRunRequest request, StreamObserver<Run> out) {
    Replies.reply(
        out,
        () -> {
          TestRun run = find(request.getRunId(), request.getRequestId());
          run.cancel(Failure.cancelled());
          return run.snapshot();
        });
  }

  @Override
  public void deleteRun(DeleteRunRequest request, StreamObserver<DeleteRunResponse> out) {
    Replies.reply(
        out,
        () -> {
          TestRun run = find(request.getRunId(), "");
          runs.remove(run);
          run.delete();
          return DeleteRunResponse.getDefaultInstance();
        });
  }

  private TestRun find(String runId, String requestId) {
    Requests.checkName(runId, requestId);
    return runs.find(runId, requestId);
  }

  @Override
  public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> out) {
    Replies.reply(out, () -> page(request));
  }

  /** A page token is the id of the last run of the page before. */
  private ListRunsResponse page(ListRunsRequest request) {
    Requests.checkPage(request.getPageSize(), MOST_PAGE);
    int size = request.getPageSize() == 0 ? DEFAULT_PAGE : request.getPageSize();
    String before = request.getPageToken();
    // Ids sort by creation.
    List<Run> found =
        runs.known().stream()
            .map(TestRun::snapshot)
            .filter(run -> before.isEmpty() || run.getRunId().compareTo(before) < 0)
            .filter(run -> matches(run, request))
            .limit(size + 1L)
            .map(run -> run.toBuilder().clearRequest().clearResult().build())
            .toList();
    ListRunsResponse.Builder page =
        ListRunsResponse.newBuilder().addAllRuns(found.subList(0, Math.min(size, found.size())));
    if (found.size() > size) {
      page.setNextPageToken(found.get(size - 1).getRunId());
    }
    return page.build();
  }

  private static boolean matches(Run run, ListRunsRequest request) {
    Map<String, String> labels = request.getLabelsMap();
    return (request.getState() == RunState.RUN_STATE_UNSPECIFIED
            || run.getState() == request.getState())
        && (request.getRequestId().isEmpty() || run.getRequestId().equals(request.getRequestId()))
        && run.getLabelsMap().entrySet().containsAll(labels.entrySet());
  }
}
