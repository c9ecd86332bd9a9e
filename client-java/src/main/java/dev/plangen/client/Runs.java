package dev.plangen.client;

import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.DeleteRunRequest;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.ListRunsResponse;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.RunServiceGrpc.RunServiceBlockingStub;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.WatchRunRequest;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Leaving runs and coming back to them. Calls are repeated where a connection broke or the server
 * says when to come back; each takes 30 seconds at the most, or the client's deadline if that is
 * shorter. Thread-safe.
 */
public final class Runs {

  private final PlanGenClient client;

  Runs(PlanGenClient client) {
    this.client = client;
  }

  /**
   * Starts a run that goes on whoever reads it, and returns at once.
   *
   * @param request as for a solve. Without a request_id it gets one, so that a call that broke can
   *     be repeated
   * @throws PlanGenException if it was not started
   */
  public Run start(SolveRequest request) {
    SolveRequest named =
        request.getRequestId().isEmpty()
            ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build()
            : request;
    StartRunRequest start = StartRunRequest.newBuilder().setRequest(named).build();
    return call(stub -> stub.startRun(start));
  }

  /**
   * A run as it stands.
   *
   * @throws PlanGenException with code NOT_FOUND if there is none with this id
   */
  public Run get(String runId) {
    return get(GetRunRequest.newBuilder().setRunId(runId).build());
  }

  /**
   * As {@link #get(String)}, of a run that may be named by the request_id that it was started with.
   */
  public Run get(GetRunRequest request) {
    return call(stub -> stub.getRun(request));
  }

  /** As {@link #watch(WatchRunRequest)}, from the run's beginning, with its steps' updates only. */
  public SolveStream watch(String runId) {
    return watch(WatchRunRequest.newBuilder().setRunId(runId).build());
  }

  /**
   * What happens in a run, from its beginning or after any update that is known. Leaving does not
   * end the run, unless nobody else reads it and it was started by a caller that is to be waited
   * for. Returns at once; whatever goes wrong is told by the stream, also that there is no such
   * run.
   *
   * @return the events; the caller closes it. It ends without any if the run had ended by {@code
   *     after_sequence}
   */
  public SolveStream watch(WatchRunRequest request) {
    return client.stream(new Origin.Watching(request));
  }

  /**
   * Cancels a run, down to the sockets of its model calls. One that has ended stays as it is.
   *
   * @return the run as it stands then; it may still be RUNNING for the moment that its end takes
   * @throws PlanGenException with code NOT_FOUND if there is none with this id
   */
  public Run cancel(String runId) {
    return cancel(CancelRunRequest.newBuilder().setRunId(runId).build());
  }

  /**
   * As {@link #cancel(String)}, of a run that may be named by the request_id that it was started
   * with.
   */
  public Run cancel(CancelRunRequest request) {
    return call(stub -> stub.cancelRun(request));
  }

  /**
   * Forgets a run at once: its problem, its texts, its result. A live one is cancelled. Not
   * repeated where the connection broke, as a second try might not find what the first has deleted:
   * after {@code UNAVAILABLE} look whether the run is still there.
   *
   * @throws PlanGenException with code NOT_FOUND if there is none with this id
   */
  public void delete(String runId) {
    DeleteRunRequest delete = DeleteRunRequest.newBuilder().setRunId(runId).build();
    client.once(
        (channel, end) ->
            RunServiceGrpc.newBlockingStub(channel).withDeadline(end).deleteRun(delete));
  }

  /**
   * One page of runs, the newest first, without their results.
   *
   * @throws PlanGenException if the request is wrong, or fails
   */
  public ListRunsResponse list(ListRunsRequest request) {
    return call(stub -> stub.listRuns(request));
  }

  /**
   * All runs that a request asks for, the newest first, without their results. A page is fetched
   * when the one before has been read.
   *
   * @return a stream to be read once, which throws as {@link #list} does
   */
  public Stream<Run> all(ListRunsRequest request) {
    return Stream.iterate(
            list(request),
            page -> page != null,
            page ->
                page.getNextPageToken().isEmpty()
                    ? null
                    : list(request.toBuilder().setPageToken(page.getNextPageToken()).build()))
        .flatMap(page -> page.getRunsList().stream());
  }

  private <T> T call(Function<RunServiceBlockingStub, T> call) {
    return client.look(
        (channel, deadline) ->
            call.apply(RunServiceGrpc.newBlockingStub(channel).withDeadline(deadline)));
  }
}
