package dev.plangen.client;

import static dev.plangen.testing.SolveScript.solve;

import dev.plangen.testing.PlanGenTestServer;
import dev.plangen.testing.SolveScript;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StreamOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the tests of this package let happen, and what they make of what they read. */
final class Scripts {

  static final Duration LIMIT = Duration.ofSeconds(20);

  static final SolveRequest PLAIN = SolveRequest.newBuilder().setProblem("Find an hour.").build();

  /** Everything that can be asked for. */
  static final SolveRequest ALL =
      PLAIN.toBuilder()
          .setStreamOptions(StreamOptions.newBuilder().setCandidateEvents(true).setTextDeltas(true))
          .build();

  /** The text of the second has characters of two, three and four bytes. */
  static final SolveScript TWO_CANDIDATES =
      solve()
          .constraints("It takes an hour.", "Not on Monday.")
          .candidate("Tuesday, 9:00 to 10:00, which suits all of them.", 100)
          .candidate("Übermorgen um 12 – oder später 🗓, when the café is open.", -20, "Too late.")
          .select();

  private Scripts() {}

  static PlanGenClient clientOf(PlanGenTestServer server) {
    return PlanGenClient.builder().channel(server.channel()).build();
  }

  /** Reads to the end. */
  static List<SolveEvent> readAll(SolveStream stream) {
    try (stream) {
      List<SolveEvent> events = new ArrayList<>();
      stream.forEachRemaining(events::add);
      return events;
    }
  }
}
