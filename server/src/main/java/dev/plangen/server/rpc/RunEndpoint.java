package dev.plangen.server.rpc;

import dev.plangen.server.run.Offers;
import dev.plangen.server.run.RunSnapshot;
import dev.plangen.server.run.Runs;
import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.DeleteRunRequest;
import dev.plangen.v1.DeleteRunResponse;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.ListRunsResponse;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** {@code plangen.v1.RunService}. */
public final class RunEndpoint extends RunServiceGrpc.RunServiceImplBase {

  private final RunCalls calls;

  public RunEndpoint(Runs runs, Offers offers, RequestBounds bounds) {
    this.calls = new RunCalls(runs, offers, bounds);
  }

  @Override
  public void startRun(StartRunRequest request, StreamObserver<Run> out) {
    calls.submit(out, (requests, caller) -> requests.start(caller, request));
  }

  @Override
  public void getRun(GetRunRequest request, StreamObserver<Run> out) {
    calls.reply(
        out, (runs, caller) -> RunMapper.run(runs.get(caller, RunRequestMapper.name(request))));
  }

  @Override
  public void watchRun(WatchRunRequest request, StreamObserver<StepUpdate> out) {
    calls.watch(
        out,
        () -> RunRequestMapper.name(request),
        request.getAfterSequence(),
        () -> StreamWish.of(request.getStreamOptions()));
  }

  @Override
  public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> out) {
    calls.reply(
        out,
        (runs, caller) -> {
          RunRequestMapper.Page page = RunRequestMapper.page(caller, request);
          // One more than asked for tells whether there is another page.
          List<RunSnapshot> found =
              runs.list(caller, page.filter(), page.before(), page.size() + 1);
          return RunMapper.page(found, page);
        });
  }

  @Override
  public void cancelRun(CancelRunRequest request, StreamObserver<Run> out) {
    calls.reply(
        out, (runs, caller) -> RunMapper.run(runs.cancel(caller, RunRequestMapper.name(request))));
  }

  @Override
  public void deleteRun(DeleteRunRequest request, StreamObserver<DeleteRunResponse> out) {
    calls.reply(
        out,
        (runs, caller) -> {
          runs.delete(caller, RunRequestMapper.id(request));
          return DeleteRunResponse.getDefaultInstance();
        });
  }
}
