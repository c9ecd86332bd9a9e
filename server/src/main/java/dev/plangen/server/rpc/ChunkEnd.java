package dev.plangen.server.rpc;

import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.run.News;
import dev.plangen.v1.GenerateChunk;
import io.grpc.stub.ServerCallStreamObserver;
import java.nio.charset.StandardCharsets;

/** The end of {@code GenerateStream}: writes are chunks, and the last one tells how it ended. */
final class ChunkEnd implements End {

  private final String runId;
  private final ServerCallStreamObserver<GenerateChunk> out;

  ChunkEnd(String runId, ServerCallStreamObserver<GenerateChunk> out) {
    this.runId = runId;
    this.out = out;
  }

  @Override
  public boolean isReady() {
    return out.isReady();
  }

  @Override
  public void send(News news) {
    switch (news) {
      case News.Written written ->
          out.onNext(
              GenerateChunk.newBuilder()
                  .setOffset(written.offset())
                  .setText(written.text())
                  .build());
      case News.Logged(var entry)
          when entry.event() instanceof RunEvent.Finished(Answer answer) -> {
        CallRecord call = answer.call().orElseThrow();
        out.onNext(
            GenerateChunk.newBuilder()
                .setOffset(call.text().getBytes(StandardCharsets.UTF_8).length)
                .setFinishReason(ResultMapper.finishReason(call.finish()))
                .setUsage(UsageMapper.usage(entry.cost()))
                .build());
        out.onCompleted();
      }
      case News.Logged(var entry) when entry.event() instanceof RunEvent.Failed failed ->
          fail(failed.failure());
      case News.Logged _ -> {}
    }
  }

  @Override
  public void heartbeat(long sequence) {}

  @Override
  public void fail(Failure failure) {
    out.onError(StatusMapper.toException(failure, runId));
  }
}
