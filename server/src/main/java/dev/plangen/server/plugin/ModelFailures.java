package dev.plangen.server.plugin;

import static dev.plangen.server.domain.Failure.ModelFailed.Kind.CONTENT_FILTERED;
import static dev.plangen.server.domain.Failure.ModelFailed.Kind.CONTEXT_EXCEEDED;
import static dev.plangen.server.domain.Failure.ModelFailed.Kind.CREDENTIALS_REJECTED;
import static dev.plangen.server.domain.Failure.ModelFailed.Kind.MISCONFIGURED;
import static dev.plangen.server.domain.Failure.ModelFailed.Kind.RATE_LIMITED;
import static dev.plangen.server.domain.Failure.ModelFailed.Kind.REJECTED_REQUEST;
import static dev.plangen.server.domain.Failure.ModelFailed.Kind.TIMED_OUT;
import static dev.plangen.server.domain.Failure.ModelFailed.Kind.UNAVAILABLE;

import dev.plangen.server.domain.Failure.FieldViolation;
import dev.plangen.server.domain.Failure.InvalidRequest;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.llm.SamplingParameter;
import io.grpc.Status;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in our words, to callers, how a call to one model failed: never in the remote's. */
record ModelFailures(String modelId) {

  /**
   * @param setByCaller the parameters that are the caller's wish rather than a default of ours
   */
  FailureException of(RemoteStatus status, Set<SamplingParameter> setByCaller) {
    if (status.progress() == RemoteStatus.Progress.FLOODED) {
      return brokenContract("wrote more at once than a chunk may hold");
    }
    if (status.code() == Status.Code.INVALID_ARGUMENT) {
      Set<SamplingParameter> refused = EnumSet.allOf(SamplingParameter.class);
      refused.removeIf(parameter -> !status.fields().contains(field(parameter)));
      Set<SamplingParameter> wished = EnumSet.copyOf(refused);
      wished.retainAll(setByCaller);
      if (!wished.isEmpty()) {
        return invalid(wished, "has a value that model \"" + modelId + "\" does not take");
      }
      if (!refused.isEmpty()) {
        return new FailureException(new ModelFailed(REJECTED_REQUEST, defaultsRefused(refused)));
      }
    }
    ModelFailed.Kind kind =
        status.reason().flatMap(ModelFailures::ofOurs).orElseGet(() -> of(status.code()));
    return new FailureException(
        new ModelFailed(
            kind,
            subject() + " " + problem(kind) + " (" + status.code() + ").",
            kind.isTransient() ? status.retryDelay() : Optional.empty()));
  }

  /**
   * Of a PlanGEN server, which says more by its reason than by its code. Those left out say the
   * same as their codes.
   */
  private static Optional<ModelFailed.Kind> ofOurs(String reason) {
    return switch (reason) {
      case "MODEL_CREDENTIALS_REJECTED" -> Optional.of(CREDENTIALS_REJECTED);
      case "MODEL_MISCONFIGURED" -> Optional.of(MISCONFIGURED);
      case "MODEL_CONTEXT_EXCEEDED" -> Optional.of(CONTEXT_EXCEEDED);
      case "MODEL_CONTENT_FILTERED" -> Optional.of(CONTENT_FILTERED);
      // Its limits are the same for the same request.
      case "BUDGET_EXHAUSTED" -> Optional.of(REJECTED_REQUEST);
      default -> Optional.empty();
    };
  }

  private static ModelFailed.Kind of(Status.Code code) {
    return switch (code) {
      case UNAUTHENTICATED, PERMISSION_DENIED -> CREDENTIALS_REJECTED;
      case UNIMPLEMENTED, NOT_FOUND -> MISCONFIGURED;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE, ALREADY_EXISTS -> REJECTED_REQUEST;
      case RESOURCE_EXHAUSTED -> RATE_LIMITED;
      case DEADLINE_EXCEEDED -> TIMED_OUT;
      // A proxy that cuts a stream says INTERNAL as often as UNAVAILABLE, one that is no gRPC says
      // UNKNOWN.
      case UNAVAILABLE, INTERNAL, UNKNOWN, ABORTED, CANCELLED, DATA_LOSS -> UNAVAILABLE;
      case OK -> throw new IllegalArgumentException("OK is no failure");
    };
  }

  private String defaultsRefused(Set<SamplingParameter> refused) {
    return subject()
        + " refused what this server sets by default: "
        + refused.stream().map(SamplingParameter::fieldName).collect(Collectors.joining(", "))
        + "; its operator can list that under unsupported.";
  }

  private static String problem(ModelFailed.Kind kind) {
    return switch (kind) {
      case CREDENTIALS_REJECTED -> "does not accept this server's credentials";
      case MISCONFIGURED -> "is not at the configured target under the configured name";
      case REJECTED_REQUEST -> "refused the request";
      case CONTEXT_EXCEEDED -> "can't take a prompt and answer as long as these";
      case CONTENT_FILTERED -> "refused the prompt by its content filter";
      case RATE_LIMITED -> "takes no more calls at present";
      case UNAVAILABLE -> "could not answer";
      case TIMED_OUT -> "did not end its answer in time";
    };
  }

  FailureException cutOff() {
    return new FailureException(
        new ModelFailed(UNAVAILABLE, subject() + " broke off in the middle of its answer."));
  }

  /**
   * The remote does not do what {@code ModelService} says. Not tried again: it would do the same.
   */
  FailureException brokenContract(String what) {
    return new FailureException(
        new ModelFailed(
            MISCONFIGURED, subject() + " breaks the contract of ModelService: it " + what + "."));
  }

  /** The caller set what the model does not take. */
  FailureException notTaken(Collection<SamplingParameter> parameters) {
    return invalid(parameters, "is not taken by model \"" + modelId + "\"; leave it unset");
  }

  private static FailureException invalid(Collection<SamplingParameter> parameters, String remedy) {
    return new FailureException(
        new InvalidRequest(
            parameters.stream()
                .sorted()
                .map(parameter -> new FieldViolation(field(parameter), remedy))
                .toList()));
  }

  private static String field(SamplingParameter parameter) {
    return "sampling." + parameter.fieldName();
  }

  private String subject() {
    return "Model \"" + modelId + "\"";
  }
}
