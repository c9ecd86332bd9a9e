package dev.plangen.server.rpc;

import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.run.News;
import io.grpc.stub.StreamObserver;
import java.util.function.BiFunction;

/** The end of a call that answers once: only the run's last entry matters. */
final class UnaryEnd<M> implements End {

  private final String runId;
  private final StreamObserver<M> out;
  private final BiFunction<Answer, RunCost, M> response;

  UnaryEnd(String runId, StreamObserver<M> out, BiFunction<Answer, RunCost, M> response) {
    this.runId = runId;
    this.out = out;
    this.response = response;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void send(News news) {
    if (!(news instanceof News.Logged(var entry)
        && entry.event() instanceof RunEvent.Terminal end)) {
      return;
    }
    switch (end) {
      case RunEvent.Finished(Answer answer) -> {
        out.onNext(response.apply(answer, entry.cost()));
        out.onCompleted();
      }
      case RunEvent.Failed failed -> fail(failed.failure());
    }
  }

  @Override
  public void heartbeat(long sequence) {}

  @Override
  public void fail(Failure failure) {
    out.onError(StatusMapper.toException(failure, runId));
  }
}
