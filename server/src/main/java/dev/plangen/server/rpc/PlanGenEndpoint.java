package dev.plangen.server.rpc;

import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.Candidate;
import dev.plangen.server.planning.Planner;
import dev.plangen.server.run.Offers;
import dev.plangen.server.run.Runs;
import dev.plangen.v1.ExtractConstraintsRequest;
import dev.plangen.v1.ExtractConstraintsResponse;
import dev.plangen.v1.GeneratePlanRequest;
import dev.plangen.v1.GeneratePlanResponse;
import dev.plangen.v1.ListAlgorithmsRequest;
import dev.plangen.v1.ListAlgorithmsResponse;
import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.ListModelsResponse;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.VerifyPlanRequest;
import dev.plangen.v1.VerifyPlanResponse;
import io.grpc.stub.StreamObserver;

/** {@code plangen.v1.PlanGenService}. */
public final class PlanGenEndpoint extends PlanGenServiceGrpc.PlanGenServiceImplBase {

  private final RunCalls calls;
  private final Offers offers;
  private final RequestBounds bounds;

  public PlanGenEndpoint(Runs runs, Offers offers, RequestBounds bounds) {
    this.calls = new RunCalls(runs, offers, bounds);
    this.offers = offers;
    this.bounds = bounds;
  }

  @Override
  public void solve(SolveRequest request, StreamObserver<SolveResponse> out) {
    calls.answer(
        out,
        (requests, caller) -> requests.solve(caller, request),
        Answer.Solved.class,
        (runId, solved, cost) ->
            SolveResponse.newBuilder()
                .setRunId(runId)
                .setResult(ResultMapper.result(solved, cost))
                .build());
  }

  @Override
  public void solveStream(SolveRequest request, StreamObserver<StepUpdate> out) {
    calls.stream(
        out,
        (requests, caller) -> requests.solve(caller, request),
        () -> StreamWish.of(request.getStreamOptions()),
        runId -> UpdateEnd.ofSolving(runId, out));
  }

  @Override
  public void extractConstraints(
      ExtractConstraintsRequest request, StreamObserver<ExtractConstraintsResponse> out) {
    calls.answer(
        out,
        (requests, caller) -> requests.extract(caller, request),
        Answer.Extracted.class,
        (_, extracted, cost) ->
            ExtractConstraintsResponse.newBuilder()
                .addAllConstraints(extracted.constraints())
                .setUsage(UsageMapper.usage(cost))
                .build());
  }

  @Override
  public void generatePlan(GeneratePlanRequest request, StreamObserver<GeneratePlanResponse> out) {
    calls.answer(
        out,
        (requests, caller) -> requests.draft(caller, request),
        Answer.Written.class,
        (_, answer, cost) -> {
          var written = answer.written();
          var plan = new Candidate(written.key(), written.text(), written.finish());
          return GeneratePlanResponse.newBuilder()
              .setSolution(ResultMapper.solution(plan).toBuilder().clearCandidateId())
              .setUsage(UsageMapper.usage(cost))
              .build();
        });
  }

  @Override
  public void verifyPlan(VerifyPlanRequest request, StreamObserver<VerifyPlanResponse> out) {
    calls.answer(
        out,
        (requests, caller) -> requests.check(caller, request),
        Answer.Checked.class,
        (_, checked, cost) ->
            VerifyPlanResponse.newBuilder()
                .setVerificationResult(
                    ResultMapper.combined(checked.verdicts(), Planner.DEFAULT_THRESHOLD))
                .addAllVerificationResults(
                    checked.verdicts().stream()
                        .map(ResultMapper::verification)
                        .map(verdict -> verdict.toBuilder().clearCandidateId().build())
                        .toList())
                .setUsage(UsageMapper.usage(cost))
                .build());
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> out) {
    out.onNext(CatalogMapper.models(offers.catalog().models()));
    out.onCompleted();
  }

  @Override
  public void listAlgorithms(
      ListAlgorithmsRequest request, StreamObserver<ListAlgorithmsResponse> out) {
    out.onNext(AlgorithmCatalog.of(bounds));
    out.onCompleted();
  }
}
