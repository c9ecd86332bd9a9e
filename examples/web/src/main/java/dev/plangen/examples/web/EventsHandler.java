package dev.plangen.examples.web;

import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.plangen.client.PlanGenException;
import dev.plangen.client.Runs;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.WatchRunRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What happens in a run, as server-sent events:
 *
 * <pre>
 * run      the Run as it stands, with its problem; always the first
 * update   a StepUpdate, whose id is its sequence
 * beat     after a while in which nothing else was sent
 * end      there is nothing more to come
 * failure  the run can't be followed, now or later: reason, message
 * trouble  the PlanGEN server can't be asked now; the stream breaks, and should be resumed
 * </pre>
 *
 * A stream goes on after the update that {@code Last-Event-ID} names, which browsers send by
 * themselves, or else the parameter {@code after}. Text deltas have the id of the last logged
 * update before them, and a text that is being written is sent from its beginning, as a write at
 * offset 0: so a reader that resumes loses nothing, and has nothing twice.
 *
 * <p>A browser that is slow is waited for, and so is then the PlanGEN server, which sends it fewer
 * and longer pieces of text. One that is gone is noticed by the next write, which ends the watch.
 */
final class EventsHandler {

  private static final StreamOptions ALL =
      StreamOptions.newBuilder().setCandidateEvents(true).setTextDeltas(true).build();

  /** JSON without line breaks, which would end an event's data. */
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private final Runs runs;
  private final Duration beat;

  EventsHandler(Runs runs, Duration beat) {
    this.runs = runs;
    this.beat = beat;
  }

  void follow(HttpExchange exchange, String runId) throws IOException {
    WatchRunRequest request =
        WatchRunRequest.newBuilder()
            .setRunId(runId)
            .setAfterSequence(after(exchange))
            .setStreamOptions(ALL)
            .build();
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "text/event-stream; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    // Of proxies that would keep events until they have a buffer full of them.
    headers.set("X-Accel-Buffering", "no");
    exchange.sendResponseHeaders(200, 0);
    try (EventSink sink = new EventSink(exchange.getResponseBody(), beat)) {
      // An EventSource never shows an answer with another status to its page, so failures are
      // events too.
      try {
        sink.send("run", RunJson.of(runs.get(runId)).toString());
        watch(request, sink);
        sink.send("end", "{}");
      } catch (PlanGenException e) {
        Refusal refusal = Refusal.of(e);
        sink.send(refusal.isFinal() ? "failure" : "trouble", refusal.json().toString());
      }
    }
  }

  private void watch(WatchRunRequest request, EventSink sink) throws IOException {
    try (SolveStream events = runs.watch(request)) {
      sink.whenGone(events::close);
      boolean terminal = false;
      while (!terminal && events.hasNext()) {
        StepUpdate update =
            switch (events.next()) {
              case SolveEvent.Updated(StepUpdate logged) -> logged;
              case SolveEvent.TextWritten(StepUpdate delta, _) -> delta;
              case SolveEvent.Restarted restarted ->
                  throw new IllegalStateException("a watch never starts a run: " + restarted);
            };
        sink.send("update", update.getSequence(), PRINTER.print(update));
        terminal = update.hasResult() || update.getStatus() == StepStatus.STEP_STATUS_ERROR;
      }
    }
  }

  private static long after(HttpExchange exchange) {
    String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    String after =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Last-Event-ID"))
            .orElse(query.startsWith("after=") ? query.substring("after=".length()) : "0");
    try {
      return Long.parseUnsignedLong(after);
    } catch (NumberFormatException e) {
      throw new RefusedException(400, "Last-Event-ID must be the id of an event, and is " + after);
    }
  }
}
