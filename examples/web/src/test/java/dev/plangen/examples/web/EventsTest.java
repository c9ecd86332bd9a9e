package dev.plangen.examples.web;

import static dev.plangen.testing.SolveScript.solve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.client.PlanGenClient;
import dev.plangen.examples.web.EventReader.Event;
import dev.plangen.testing.Gate;
import dev.plangen.testing.PlanGenTestServer;
import dev.plangen.testing.SolveScript;
import dev.plangen.v1.RunServiceGrpc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class EventsTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final SolveScript SCRIPT =
      solve()
          .constraints("Zoë is busy until 10:00.", "It takes an hour.")
          .candidate("Tuesday – 9:00 to 10:00 ✗", -40, "Zoë is busy: broken.")
          .candidate("Tuesday – 10:00 to 11:00 ✓", 100, "Zoë is free: satisfied.")
          .select();

  private PlanGenTestServer plangen;
  private Page page;

  @BeforeEach
  void start() throws Exception {
    plangen = PlanGenTestServer.inProcess();
    page = Page.of(plangen);
  }

  @AfterEach
  void stop() {
    page.close();
    plangen.close();
  }

  @Test
  void aRunIsToldFromItsProblemToItsEnd() throws Exception {
    plangen.solves(SCRIPT);
    List<Event> events = readAll(page.start("Find an hour for Zoë."), "");
    assertThat(events.getFirst().name()).isEqualTo("run");
    assertThat(events.getFirst().data().get("problem").getAsString())
        .isEqualTo("Find an hour for Zoë.");
    assertThat(events.getLast().name()).isEqualTo("end");
    assertThat(events.get(events.size() - 2).data().has("result")).isTrue();
    assertThat(logged(events)).containsExactlyElementsOf(everySequence());
    assertThat(Texts.of(events).values())
        .contains("Tuesday – 9:00 to 10:00 ✗", "Tuesday – 10:00 to 11:00 ✓");
  }

  @Test
  void aRunThatFailsIsToldToItsEndToo() throws Exception {
    plangen.solves(solve().constraints("It takes an hour."));
    String runId = page.start("Find an hour.");
    try (EventReader reader = page.follow(runId, "")) {
      assertThat(reader.next().orElseThrow().name()).isEqualTo("run");
      assertThat(page.post("/runs/" + runId + "/cancel", "{}").statusCode()).isEqualTo(200);
      List<Event> events = reader.readAll();
      assertThat(events.getLast().name()).isEqualTo("end");
      assertThat(events.get(events.size() - 2).data().toString()).contains("\"CANCELLED\"");
    }
  }

  @Test
  void aStreamThatIsCutAtAnyEventGoesOnWithoutLossOrRepetition() throws Exception {
    plangen.solves(SCRIPT);
    String runId = page.start("Find an hour for Zoë.");
    List<Event> whole = readAll(runId, "");
    for (int cut = 1; cut < whole.size(); cut++) {
      List<Event> events = new ArrayList<>(whole.subList(0, cut));
      events.addAll(readAll(runId, events.getLast().id()));
      assertThat(logged(events)).as("cut at %d", cut).containsExactlyElementsOf(everySequence());
      assertThat(Texts.of(events)).as("cut at %d", cut).isEqualTo(Texts.of(whole));
    }
  }

  static IntStream places() {
    return IntStream.range(0, SCRIPT.updates());
  }

  /** The run goes on only when the reader has come back, so the cut is in the middle of it. */
  @ParameterizedTest
  @MethodSource("places")
  void aLiveRunGoesOnWhereItsReaderWasCutOff(int place) throws Exception {
    Gate gate = new Gate();
    plangen.solves(SCRIPT.after(place, solve().hold(gate)));
    String runId = page.start("Find an hour for Zoë.");
    gate.awaitReached(LIMIT);
    List<Event> events = new ArrayList<>();
    try (EventReader reader = page.follow(runId, "")) {
      // The event "run", and every update before the gate.
      while (events.size() < 1 + place) {
        events.add(reader.next().orElseThrow());
      }
    }
    plangen.await(server -> server.openCalls() == 0, LIMIT);
    try (EventReader reader = page.follow(runId, events.getLast().id())) {
      gate.open();
      events.addAll(reader.readAll());
    }
    assertThat(logged(events)).containsExactlyElementsOf(everySequence());
    assertThat(Texts.of(events)).isEqualTo(Texts.of(readAll(runId, "")));
  }

  @Test
  void theParameterAfterDoesWhatLastEventIdDoes() throws Exception {
    plangen.solves(SCRIPT);
    String runId = page.start("Find an hour for Zoë.");
    List<Event> whole = readAll(runId, "");
    long last = logged(whole).getLast();
    try (EventReader reader = page.follow(runId + "/events?after=" + (last - 1) + "#", "")) {
      assertThat(reader.response().statusCode()).isEqualTo(200);
      assertThat(logged(reader.readAll())).containsExactly(last);
    }
  }

  @Test
  void aReaderThatHasAllIsToldSo() throws Exception {
    plangen.solves(SCRIPT);
    String runId = page.start("Find an hour for Zoë.");
    String last = readAll(runId, "").getLast().id();
    assertThat(readAll(runId, last)).extracting(Event::name).containsExactly("run", "end");
  }

  @Test
  void anUnknownRunIsAFailureThatSaysSo() throws Exception {
    List<Event> events = readAll("01938c2e-0000-7000-8000-000000000001", "");
    assertThat(events).extracting(Event::name).containsExactly("failure");
    assertThat(events.getFirst().data().get("reason").getAsString()).isEqualTo("RUN_NOT_FOUND");
    assertThat(events.getFirst().data().get("message").getAsString())
        .startsWith("There is no such run");
  }

  @Test
  void aServerThatCannotBeReachedIsTroubleThatMayPass() throws Exception {
    try (PlanGenClient nobody = PlanGenClient.builder().target("127.0.0.1:1").plaintext().build();
        WebServer server = WebServer.start(0, nobody, Page.BEAT);
        Socket browser = browserAt(server.port(), "any")) {
      String answer = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).contains("event: trouble", "The PlanGEN server cannot be reached.");
      assertThat(answer).doesNotContain("event: end", "event: failure");
    }
  }

  @Test
  void aBrowserThatLeavesEndsTheWatch() throws Exception {
    Gate gate = new Gate();
    plangen.solves(SCRIPT.after(3, solve().hold(gate)));
    String runId = page.start("Find an hour for Zoë.");
    try (EventReader reader = page.follow(runId, "")) {
      assertThat(reader.next()).isPresent();
      plangen.await(server -> server.openCalls() == 1, LIMIT);
    }
    plangen.await(server -> server.openCalls() == 0, LIMIT);
    // The run is nobody's to end by leaving.
    assertThat(plangen.cancelledRuns()).isEmpty();
    gate.open();
    assertThat(readAll(runId, "").getLast().name()).isEqualTo("end");
  }

  @Test
  void aStreamOnWhichNothingHappensBeats() throws Exception {
    plangen.solves(solve().hold(new Gate()));
    try (EventReader reader = page.follow(page.start("Find an hour."), "")) {
      assertThat(reader.next().map(Event::name)).contains("run");
      assertThat(reader.nextOrBeat().map(Event::name)).contains("beat");
      assertThat(reader.nextOrBeat().map(Event::name)).contains("beat");
    }
  }

  @Test
  void aBrowserThatReadsSlowlyGetsEverything() throws Exception {
    SolveScript big = solve().constraints("It takes an hour.");
    for (int i = 0; i < 40; i++) {
      big = big.candidate("Plan " + "x".repeat(100_000), 10);
    }
    plangen.solves(big.select());
    String runId = page.start("Find an hour.");
    List<Event> whole = readAll(runId, "");
    try (Socket browser = browserAt(page.port(), runId)) {
      // More than all buffers on the way hold is waiting, so that something is waited for.
      plangen.await(server -> server.openCalls() == 1, LIMIT);
      plangen.await(
          server -> server.received(RunServiceGrpc.getWatchRunMethod()).size() == 2, LIMIT);
      String answer = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).contains("event: end");
      assertThat(answer.split("\"candidateCompleted\":", -1)).hasSize(41);
      assertThat(answer).contains("id: " + logged(whole).getLast() + "\n");
    }
  }

  private static Socket browserAt(int port, String runId) throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket
        .getOutputStream()
        .write(
            ("GET /runs/"
                    + runId
                    + "/events HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private List<Event> readAll(String runId, String lastEventId) throws Exception {
    try (EventReader reader = page.follow(runId, lastEventId)) {
      return reader.readAll();
    }
  }

  private static List<Long> logged(List<Event> events) {
    return events.stream()
        .filter(Event::isLogged)
        .map(event -> Long.parseLong(event.id()))
        .toList();
  }

  /** Of the script's run: as many as there are, without the deltas, from 1. */
  private List<Long> everySequence() throws Exception {
    long last =
        Page.json(page.get("/runs")).getAsJsonArray("runs").asList().stream()
            .map(run -> run.getAsJsonObject().get("lastSequence").getAsLong())
            .findFirst()
            .orElseThrow();
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
