package dev.plangen.examples.evaluate.ask;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.plangen.v1.FinishReason;
import dev.plangen.v1.Outcome;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.SelectedSolution;
import dev.plangen.v1.Solution;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResult;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StopReason;
import dev.plangen.v1.TakenOver;
import dev.plangen.v1.Usage;
import dev.plangen.v1.VerificationResult;
import dev.plangen.v1.VerifyPlanRequest;
import dev.plangen.v1.VerifyPlanResponse;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server on a socket that says what a test tells it to say. */
final class ScriptedServer extends PlanGenServiceGrpc.PlanGenServiceImplBase
    implements AutoCloseable {

  static final String PLAN = "Here is the proposed time: Monday, 9:00 - 9:30";
  static final String WRONG_PLAN = "Here is the proposed time: Monday, 16:00 - 16:30";

  private final io.grpc.Server server;
  private final int port;
  private final Queue<StatusRuntimeException> refusals = new ConcurrentLinkedQueue<>();
  private final Queue<SolveRequest> asked = new ConcurrentLinkedQueue<>();
  private final Queue<VerifyPlanRequest> checked = new ConcurrentLinkedQueue<>();

  ScriptedServer() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(this)
            .build()
            .start();
    port = server.getPort();
  }

  String target() {
    return "localhost:" + port;
  }

  /** The next call is refused; after several of these, the next ones. */
  void refuse(StatusRuntimeException refusal) {
    refusals.add(refusal);
  }

  List<SolveRequest> asked() {
    return List.copyOf(asked);
  }

  List<VerifyPlanRequest> checked() {
    return List.copyOf(checked);
  }

  static StatusRuntimeException refusal(Code code, String reason, Any... more) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage("told by the test")
            .addDetails(
                Any.pack(ErrorInfo.newBuilder().setDomain("plangen.dev").setReason(reason).build()))
            .addAllDetails(List.of(more))
            .build());
  }

  static Any retryAfter(int millis) {
    return Any.pack(
        RetryInfo.newBuilder()
            .setRetryDelay(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(millis / 1000)
                    .setNanos(millis % 1000 * 1_000_000))
            .build());
  }

  @Override
  public void solveStream(SolveRequest request, StreamObserver<StepUpdate> out) {
    asked.add(request);
    StatusRuntimeException refusal = refusals.poll();
    if (refusal != null) {
      out.onError(refusal);
      return;
    }
    Usage.Builder usage =
        Usage.newBuilder().setModelCalls(2).setInputTokens(200).setOutputTokens(20);
    if (!request.getBaseRunId().isEmpty()) {
      usage.setTakenOver(
          TakenOver.newBuilder().setModelCalls(1).setInputTokens(70).setOutputTokens(10));
    }
    out.onNext(
        StepUpdate.newBuilder()
            .setRunId("run-" + asked.size())
            .setUsage(usage)
            .setResult(
                SolveResult.newBuilder()
                    .setSelectedSolution(
                        SelectedSolution.newBuilder().setText(PLAN).setVerified(true))
                    .addSolutions(candidate(WRONG_PLAN, FinishReason.FINISH_REASON_STOP))
                    .addSolutions(candidate(PLAN, FinishReason.FINISH_REASON_LENGTH))
                    .addSolutions(candidate(PLAN, FinishReason.FINISH_REASON_STOP))
                    .setUsage(usage)
                    .setStopReason(StopReason.STOP_REASON_ALL_VERIFIED))
            .build());
    out.onCompleted();
  }

  private static Solution candidate(String text, FinishReason finish) {
    return Solution.newBuilder().setText(text).setFinishReason(finish).build();
  }

  @Override
  public void verifyPlan(VerifyPlanRequest request, StreamObserver<VerifyPlanResponse> out) {
    checked.add(request);
    out.onNext(
        VerifyPlanResponse.newBuilder()
            .addVerificationResults(
                VerificationResult.newBuilder()
                    .setOutcome(
                        request.getPlan().equals(PLAN)
                            ? Outcome.OUTCOME_PASSED
                            : Outcome.OUTCOME_VETOED))
            .build());
    out.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
