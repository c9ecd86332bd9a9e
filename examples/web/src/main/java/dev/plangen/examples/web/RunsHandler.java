package dev.plangen.examples.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.plangen.client.Runs;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.Run;
import dev.plangen.v1.SolveRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the page asks.
 *
 * <pre>
 * GET  /runs              the newest runs
 * POST /runs              starts one: a SolveRequest as JSON
 * GET  /runs/ID           the page that shows it
 * GET  /runs/ID/events    what happens in it, see {@link EventsHandler}
 * POST /runs/ID/cancel    cancels it
 * </pre>
 */
final class RunsHandler implements HttpHandler {

  private static final int LISTED = 20;

  /** Four times the longest problem, for what JSON escapes. */
  private static final int MOST_BYTES = 512 * 1024;

  private final Runs runs;
  private final EventsHandler events;

  RunsHandler(Runs runs, EventsHandler events) {
    this.runs = runs;
    this.events = events;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    String runId = path.length > 2 ? path[2] : "";
    String shape =
        switch (path.length) {
          case 2 -> "/runs";
          case 3 -> "/runs/ID";
          case 4 -> "/runs/ID/" + path[3];
          default -> "?";
        };
    switch (exchange.getRequestMethod() + " " + shape) {
      case "GET /runs" -> list(exchange);
      case "POST /runs" -> start(exchange);
      case "GET /runs/ID" -> PageHandler.send(exchange, "run.html");
      case "GET /runs/ID/events" -> events.follow(exchange, runId);
      case "POST /runs/ID/cancel" ->
          Answer.json(exchange, 200, RunJson.of(runs.cancel(runId)).toString());
      default -> throw new RefusedException(404, "There is no such page.");
    }
  }

  private void list(HttpExchange exchange) throws IOException {
    JsonArray listed = new JsonArray();
    for (Run run :
        runs.list(ListRunsRequest.newBuilder().setPageSize(LISTED).build()).getRunsList()) {
      listed.add(RunJson.of(run));
    }
    JsonObject answer = new JsonObject();
    answer.add("runs", listed);
    Answer.json(exchange, 200, answer.toString());
  }

  private void start(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw new RefusedException(413, "A request may have %,d bytes.".formatted(MOST_BYTES));
    }
    SolveRequest.Builder request = SolveRequest.newBuilder();
    try {
      JsonFormat.parser().merge(new String(body, StandardCharsets.UTF_8), request);
    } catch (InvalidProtocolBufferException e) {
      throw new RefusedException(400, "The body is no SolveRequest as JSON: " + e.getMessage());
    }
    request.putLabels(ProblemLabel.KEY, ProblemLabel.of(request.getProblem()));
    Run run = runs.start(request.build());
    exchange.getResponseHeaders().set("Location", "/runs/" + run.getRunId());
    Answer.json(exchange, 201, RunJson.of(run).toString());
  }
}
