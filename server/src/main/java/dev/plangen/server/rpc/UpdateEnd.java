package dev.plangen.server.rpc;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.run.News;
import dev.plangen.v1.StepUpdate;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.BiConsumer;

/** The end of a stream of updates: every piece of news is one. */
final class UpdateEnd implements End {

  private final String runId;
  private final UpdateMapper updates;
  private final ServerCallStreamObserver<StepUpdate> out;
  private final BiConsumer<UpdateEnd, Failure> whenRunFailed;

  private UpdateEnd(
      String runId, StreamObserver<StepUpdate> out, BiConsumer<UpdateEnd, Failure> whenRunFailed) {
    this.runId = runId;
    this.updates = new UpdateMapper(runId);
    this.out = (ServerCallStreamObserver<StepUpdate>) out;
    this.whenRunFailed = whenRunFailed;
  }

  /** Of the call that asked for the run: it fails as the run does. */
  static UpdateEnd ofSolving(String runId, StreamObserver<StepUpdate> out) {
    return new UpdateEnd(runId, out, UpdateEnd::fail);
  }

  /** Of a call that only watches: it has succeeded when it has told how the run ended. */
  static UpdateEnd ofWatching(String runId, StreamObserver<StepUpdate> out) {
    return new UpdateEnd(runId, out, (end, _) -> end.out.onCompleted());
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
        case RunEvent.Failed failed -> whenRunFailed.accept(this, failed.failure());
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
