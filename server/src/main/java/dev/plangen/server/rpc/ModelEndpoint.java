package dev.plangen.server.rpc;

import dev.plangen.server.domain.Answer;
import dev.plangen.server.run.Offers;
import dev.plangen.server.run.ReaderOptions;
import dev.plangen.server.run.Runs;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.GenerateResponse;
import dev.plangen.v1.ModelServiceGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.OptionalLong;

/** {@code plangen.v1.ModelService}. */
public final class ModelEndpoint extends ModelServiceGrpc.ModelServiceImplBase {

  private static final StreamWish TEXT =
      new StreamWish(new ReaderOptions(false, true), OptionalLong.empty());

  private final RunCalls calls;

  public ModelEndpoint(Runs runs, Offers offers, RequestBounds bounds) {
    this.calls = new RunCalls(runs, offers, bounds);
  }

  @Override
  public void generate(GenerateRequest request, StreamObserver<GenerateResponse> out) {
    calls.answer(
        out,
        (requests, caller) -> requests.generate(caller, request),
        Answer.Written.class,
        (_, answer, cost) ->
            GenerateResponse.newBuilder()
                .setText(answer.written().text())
                .setFinishReason(ResultMapper.finishReason(answer.written().finish()))
                .setUsage(UsageMapper.usage(cost))
                .build());
  }

  @Override
  public void generateStream(GenerateRequest request, StreamObserver<GenerateChunk> out) {
    calls.stream(
        out,
        (requests, caller) -> requests.generate(caller, request),
        () -> TEXT,
        runId -> new ChunkEnd(runId, (ServerCallStreamObserver<GenerateChunk>) out));
  }
}
