package dev.plangen.server.testing;

import com.google.protobuf.Message;
import dev.plangen.server.testing.Refused.Details;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Calls a server and writes down what a caller sees, without what differs from run to run: ids,
 * times, costs, and sequences, which count events that come in any order. Failures are told by code
 * and details, not by their wording.
 */
public final class CallsAsSeen {

  private final Channel channel;
  private final List<String> seen = new ArrayList<>();

  public CallsAsSeen(Channel channel) {
    this.channel = channel;
  }

  public List<String> seen() {
    return List.copyOf(seen);
  }

  public void note(Object what) {
    seen.add(what.toString());
  }

  /** Leaves the call open. */
  public Received<SolveRequest, StepUpdate> solveStream(SolveRequest request) {
    var call = new Received<SolveRequest, StepUpdate>();
    call.on(PlanGenServiceGrpc.newStub(channel)).solveStream(request, call);
    return call;
  }

  public Received<SolveRequest, SolveResponse> solve(SolveRequest request) {
    var call = new Received<SolveRequest, SolveResponse>();
    call.on(PlanGenServiceGrpc.newStub(channel)).solve(request, call);
    return call;
  }

  public Received<WatchRunRequest, StepUpdate> watch(WatchRunRequest.Builder request) {
    var call = new Received<WatchRunRequest, StepUpdate>();
    call.on(RunServiceGrpc.newStub(channel)).watchRun(request.build(), call);
    return call;
  }

  public Received<GenerateRequest, GenerateChunk> generateStream(GenerateRequest request) {
    var call = new Received<GenerateRequest, GenerateChunk>();
    call.on(ModelServiceGrpc.newStub(channel)).generateStream(request, call);
    return call;
  }

  public RunServiceGrpc.RunServiceBlockingStub runs() {
    return RunServiceGrpc.newBlockingStub(channel);
  }

  /** Waits for the call's end and writes all of it down. */
  public <M extends Message> void note(Received<?, M> call) {
    note(call.runIdHeader().isPresent() ? "headers name a run" : "headers name no run");
    Optional<Details> failure = call.ended();
    call.messages().forEach(message -> note(timeless(message)));
    note(failure.map(CallsAsSeen::shortly).orElse("OK"));
  }

  /** Makes a unary call that must fail, and writes down how. */
  public void noteFailure(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      note(shortly(Refused.details(e)));
      return;
    }
    throw new AssertionError("the call succeeded");
  }

  public void note(Run run) {
    note(timeless(run));
  }

  private static String shortly(Details failure) {
    return failure.code()
        + failure
            .info()
            .map(info -> " " + info.getReason() + info.getDomain() + info.getMetadataMap().keySet())
            .orElse(" without details")
        + failure.badRequest().map(wrong -> " " + failure.fields()).orElse("")
        + failure.retry().map(retry -> " " + retry.getRetryDelay()).orElse("");
  }

  private static Message timeless(Message message) {
    return switch (message) {
      case StepUpdate update -> {
        StepUpdate.Builder bare =
            update.toBuilder().clearRunId().clearSequence().clearUpdateTime().clearUsage();
        if (bare.hasResult()) {
          bare.getResultBuilder().clearUsage();
        }
        if (bare.hasError()) {
          bare.getErrorBuilder().clearMessage();
        }
        yield bare.build();
      }
      case SolveResponse response -> {
        SolveResponse.Builder bare = response.toBuilder().clearRunId();
        bare.getResultBuilder().clearUsage();
        yield bare.build();
      }
      case Run run -> {
        Run.Builder bare =
            run.toBuilder()
                .clearRunId()
                .clearLastSequence()
                .clearCreateTime()
                .clearEndTime()
                .clearUsage()
                .clearModel()
                .clearAlgorithm();
        if (bare.hasRequest()) {
          // The scripted server fills in no defaults.
          bare.setRequest(SolveRequest.newBuilder().setProblem(run.getRequest().getProblem()));
        }
        if (bare.hasResult()) {
          bare.getResultBuilder().clearUsage();
        }
        if (bare.hasError()) {
          bare.getErrorBuilder().clearMessage();
        }
        yield bare.build();
      }
      case GenerateChunk chunk -> chunk.toBuilder().clearUsage().build();
      default -> message;
    };
  }
}
