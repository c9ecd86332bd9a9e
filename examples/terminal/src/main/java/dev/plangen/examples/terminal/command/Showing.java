package dev.plangen.examples.terminal.command;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveStream;
import dev.plangen.examples.terminal.follow.Farewell;
import dev.plangen.examples.terminal.follow.Following;
import dev.plangen.examples.terminal.follow.JsonTeller;
import dev.plangen.examples.terminal.option.JsonLines;
import dev.plangen.examples.terminal.option.Misuse;
import dev.plangen.examples.terminal.screen.Output;
import dev.plangen.examples.terminal.screen.Screen;
import dev.plangen.examples.terminal.screen.Terminal;
import dev.plangen.examples.terminal.show.Live;
import dev.plangen.examples.terminal.show.Story;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.StreamOptions;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** How a run that is followed is shown. */
final class Showing {

  @Option(
      names = "--json",
      description = "Writes JSON, one message a line, named as in the contract.")
  boolean json;

  @Option(names = "--events", description = "With --json: also what happens to each candidate.")
  private boolean events;

  @Option(
      names = "--deltas",
      description = "With --json: also what models write, as they write it.")
  private boolean deltas;

  /** As lines of JSON, or for a person. */
  Optional<SolveResponse> follow(
      PlanGenClient client, Function<StreamOptions, SolveStream> open, Farewell farewell) {
    if (!json && (events || deltas)) {
      throw new Misuse("--events and --deltas say what --json writes: give that too.");
    }
    return json ? asJson(client, open, farewell) : forPeople(client, open, farewell);
  }

  private Optional<SolveResponse> asJson(
      PlanGenClient client, Function<StreamOptions, SolveStream> open, Farewell farewell) {
    StreamOptions wanted =
        StreamOptions.newBuilder().setCandidateEvents(events).setTextDeltas(deltas).build();
    try (Screen screen = Terminal.here().lines();
        SolveStream stream = open.apply(wanted)) {
      JsonTeller teller = new JsonTeller(new JsonLines(Output.standard()));
      return Following.follow(client, stream, teller, screen, farewell);
    }
  }

  private static Optional<SolveResponse> forPeople(
      PlanGenClient client, Function<StreamOptions, SolveStream> open, Farewell farewell) {
    Terminal terminal = Terminal.here();
    StreamOptions wanted =
        StreamOptions.newBuilder()
            .setCandidateEvents(true)
            .setTextDeltas(terminal.showsOutput())
            .build();
    Live live = new Live(farewell.whatCtrlCDoes(), Instant::now);
    try (Screen screen = terminal.screen(live);
        SolveStream stream = open.apply(wanted)) {
      return Following.follow(client, stream, new Story(screen).after(live), screen, farewell);
    }
  }
}
