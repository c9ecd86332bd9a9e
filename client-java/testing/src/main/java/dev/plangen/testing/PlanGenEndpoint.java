package dev.plangen.testing;

import dev.plangen.v1.ExtractConstraintsRequest;
import dev.plangen.v1.ExtractConstraintsResponse;
import dev.plangen.v1.GeneratePlanRequest;
import dev.plangen.v1.GeneratePlanResponse;
import dev.plangen.v1.ListAlgorithmsRequest;
import dev.plangen.v1.ListAlgorithmsResponse;
import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.ListModelsResponse;
import dev.plangen.v1.PlanGenServiceGrpc.PlanGenServiceImplBase;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.VerifyPlanRequest;
import dev.plangen.v1.VerifyPlanResponse;
import io.grpc.stub.StreamObserver;

/** {@code plangen.v1.PlanGenService}. */
final class PlanGenEndpoint extends PlanGenServiceImplBase {

  private final RunBook runs;
  private final Readers readers;

  PlanGenEndpoint(RunBook runs, Readers readers) {
    this.runs = runs;
    this.readers = readers;
  }

  @Override
  public void solve(SolveRequest request, StreamObserver<SolveResponse> out) {
    start(request, out, Readers.whole(out), StreamOptions.getDefaultInstance());
  }

  @Override
  public void solveStream(SolveRequest request, StreamObserver<StepUpdate> out) {
    start(request, out, Readers.updates(out), request.getStreamOptions());
  }

  private void start(
      SolveRequest request, StreamObserver<?> out, Reader.Sink sink, StreamOptions options) {
    Replies.open(
        out,
        () -> {
          Requests.checkSolve(request);
          Reader reader =
              runs.start(
                  request, Patience.of(request), run -> readers.enter(run, out, sink, options));
          RunIdHeader.send(reader.runId());
          reader.open(0);
        });
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> out) {
    Replies.reply(out, () -> Catalog.MODELS);
  }

  @Override
  public void listAlgorithms(
      ListAlgorithmsRequest request, StreamObserver<ListAlgorithmsResponse> out) {
    Replies.reply(out, () -> Catalog.ALGORITHMS);
  }

  @Override
  public void extractConstraints(
      ExtractConstraintsRequest request, StreamObserver<ExtractConstraintsResponse> out) {
    unscripted("ExtractConstraints", out);
  }

  @Override
  public void generatePlan(GeneratePlanRequest request, StreamObserver<GeneratePlanResponse> out) {
    unscripted("GeneratePlan", out);
  }

  @Override
  public void verifyPlan(VerifyPlanRequest request, StreamObserver<VerifyPlanResponse> out) {
    unscripted("VerifyPlan", out);
  }

  private static void unscripted(String rpc, StreamObserver<?> out) {
    out.onError(Statuses.of(Failure.unscripted(rpc + "; give the server an answer by answers()")));
  }
}
