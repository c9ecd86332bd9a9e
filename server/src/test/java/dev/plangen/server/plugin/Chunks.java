package dev.plangen.server.plugin;

import dev.plangen.v1.FinishReason;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.Usage;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.function.BiConsumer;

/** What a remote model streams. */
final class Chunks {

  private Chunks() {}

  static GenerateChunk at(long offset, String text) {
    return GenerateChunk.newBuilder().setOffset(offset).setText(text).build();
  }

  /** The last one, which writes nothing. */
  static GenerateChunk end(long offset) {
    return end(offset, Usage.getDefaultInstance());
  }

  static GenerateChunk end(long offset, Usage usage) {
    return GenerateChunk.newBuilder()
        .setOffset(offset)
        .setFinishReason(FinishReason.FINISH_REASON_STOP)
        .setUsage(usage)
        .build();
  }

  /** A script that sends these and ends well. */
  static BiConsumer<GenerateRequest, ServerCallStreamObserver<GenerateChunk>> script(
      GenerateChunk... chunks) {
    return (_, out) -> {
      List.of(chunks).forEach(out::onNext);
      out.onCompleted();
    };
  }

  /** A script that sends these and then nothing more. */
  static BiConsumer<GenerateRequest, ServerCallStreamObserver<GenerateChunk>> stalling(
      GenerateChunk... chunks) {
    return (_, out) -> List.of(chunks).forEach(out::onNext);
  }
}
