package dev.plangen.examples.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import dev.plangen.client.FieldViolation;
import dev.plangen.client.PlanGenException;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why a request is not answered.
 *
 * @param status of HTTP
 * @param reason as PlanGenService lists them; empty where it was not the PlanGEN server that
 *     refused
 * @param message one sentence for a person
 * @param fields of SolveRequest, that are wrong
 * @param retryDelay present where waiting helps
 */
record Refusal(
    int status,
    String reason,
    String message,
    List<FieldViolation> fields,
    Optional<Duration> retryDelay) {

  Refusal {
    fields = List.copyOf(fields);
  }

  static Refusal of(int status, String message) {
    return new Refusal(status, "", message, List.of(), Optional.empty());
  }

  static Refusal of(PlanGenException e) {
    List<FieldViolation> fields = e.fieldViolations().stream().map(Refusal::ofSolve).toList();
    return new Refusal(status(e.code()), e.reason(), message(e), fields, e.retryDelay());
  }

  /** StartRun names fields from its own request on, which the page knows nothing of. */
  private static FieldViolation ofSolve(FieldViolation violation) {
    return new FieldViolation(
        violation.field().replaceFirst("^request\\.", ""),
        violation.description().replaceFirst("^request\\.", ""));
  }

  private static String message(PlanGenException e) {
    return switch (e.reason()) {
      case "RUN_NOT_FOUND" ->
          "There is no such run: it was deleted, or the PlanGEN server was started anew and has"
              + " forgotten it.";
      case "RUN_EXPIRED" ->
          "The PlanGEN server has forgotten this run: it keeps the latest ones only.";
      case "" -> "The PlanGEN server cannot be reached.";
      // What the server says is for people.
      default ->
          Optional.ofNullable(e.getCause())
              .map(cause -> Status.fromThrowable(cause).getDescription())
              .orElseGet(() -> String.valueOf(e.getMessage()));
    };
  }

  private static int status(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED, FAILED_PRECONDITION -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case UNAVAILABLE, CANCELLED -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case OK, UNKNOWN, UNIMPLEMENTED, INTERNAL, DATA_LOSS -> 502;
    };
  }

  /** Whether asking again later is of no use. */
  boolean isFinal() {
    return status == 400 || status == 404;
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("reason", reason);
    json.addProperty("message", message);
    JsonArray wrong = new JsonArray();
    for (FieldViolation violation : fields) {
      JsonObject field = new JsonObject();
      field.addProperty("field", violation.field());
      field.addProperty("description", violation.description());
      wrong.add(field);
    }
    json.add("fields", wrong);
    return json;
  }

  void answer(HttpExchange exchange) throws IOException {
    retryDelay.ifPresent(
        delay ->
            exchange
                .getResponseHeaders()
                .set("Retry-After", Long.toString(Math.max(1, delay.plusMillis(999).toSeconds()))));
    Answer.json(exchange, status, json().toString());
  }
}
