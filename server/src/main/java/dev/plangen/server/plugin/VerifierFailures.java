package dev.plangen.server.plugin;

import dev.plangen.server.domain.Failure.VerifierFailed;
import dev.plangen.server.domain.Failure.VerifierFailed.Fault;
import dev.plangen.server.domain.FailureException;

/** Says in our words, to callers, how a call to one verifier failed: never in the remote's. */
record VerifierFailures(String verifierId) {

  FailureException of(RemoteStatus status) {
    if (status.progress() == RemoteStatus.Progress.FLOODED) {
      return brokenContract("gave an answer of more than 4 MiB");
    }
    return switch (status.code()) {
      case UNAVAILABLE, RESOURCE_EXHAUSTED -> failed(Fault.UNAVAILABLE, "could not answer", status);
      case DEADLINE_EXCEEDED -> failed(Fault.UNAVAILABLE, "did not answer in time", status);
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          failed(Fault.FAILED, "does not accept this server's credentials", status);
      case UNIMPLEMENTED, NOT_FOUND ->
          failed(Fault.FAILED, "is not at the configured target", status);
      case OK -> throw new IllegalArgumentException("OK is no failure");
      case CANCELLED,
          UNKNOWN,
          INVALID_ARGUMENT,
          ALREADY_EXISTS,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          INTERNAL,
          DATA_LOSS ->
          failed(Fault.FAILED, "failed", status);
    };
  }

  private FailureException failed(Fault fault, String problem, RemoteStatus status) {
    return new FailureException(
        new VerifierFailed(fault, verifierId, problem + " (" + status.code() + ")"));
  }

  /** The remote does not do what {@code VerifierService} says. */
  FailureException brokenContract(String what) {
    return new FailureException(
        new VerifierFailed(
            Fault.FAILED, verifierId, "breaks the contract of VerifierService: it " + what));
  }
}
