package dev.plangen.server.chaos;

import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import java.util.Optional;

/**
 * How a call ended.
 *
 * @param info what our server says of a failure; empty where it was not ours
 * @param left whether the caller had cancelled it
 */
record Ending(Status status, Optional<ErrorInfo> info, boolean left) {

  boolean isOk() {
    return status.isOk();
  }

  /** Whether a run failed of which the caller was told, and not because it was deleted. */
  boolean tellsOfRun() {
    return info.filter(told -> told.containsMetadata("run_id")).isPresent()
        && !reason().equals("RUN_NOT_FOUND");
  }

  String reason() {
    return info.map(ErrorInfo::getReason).orElse("");
  }

  /** For counting. */
  String label() {
    if (isOk()) {
      return "OK";
    }
    String why = info.isPresent() ? reason() : left ? "(caller left)" : "(not by the server)";
    return status.getCode() + " " + why;
  }
}
