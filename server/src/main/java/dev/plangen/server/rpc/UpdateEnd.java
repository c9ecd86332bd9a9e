package dev.plangen.server.rpc;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.run.News;
import dev.plangen.v1.StepUpdate;
import io.grpc.stub.ServerCallStreamObserver;

/** The end of {@code SolveStream}: every piece of news is an update. */
final class UpdateEnd implements End {

  private final String runId;
  private final UpdateMapper updates;
  private final ServerCallStreamObserver<StepUpdate> out;

  UpdateEnd(String runId, ServerCallStreamObserver<StepUpdate> out) {
    this.runId = runId;
    this.updates = new UpdateMapper(runId);
    this.out = out;
  }

  @Override
  public boolean isReady() {
    return out.isReady();
  }

  @Override
  public void send(News news) {
    out.onNext(updates.update(news));
    if (news instanceof News.Logged(var entry) && entry.event() instanceof RunEvent.Terminal end) {
      switch (end) {
        case RunEvent.Finished _ -> out.onCompleted();
        case RunEvent.Failed failed -> fail(failed.failure());
      }
    }
  }

  @Override
  public void heartbeat(long sequence) {
    out.onNext(updates.heartbeat(sequence));
  }

  @Override
  public void fail(Failure failure) {
    out.onError(StatusMapper.toException(failure, runId));
  }
}
