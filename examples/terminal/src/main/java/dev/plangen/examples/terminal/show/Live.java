package dev.plangen.examples.terminal.show;

import dev.plangen.client.SolveEvent;
import dev.plangen.examples.terminal.follow.Teller;
import dev.plangen.examples.terminal.screen.Block;
import dev.plangen.examples.terminal.screen.Cells;
import dev.plangen.v1.IncumbentChanged;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What goes on in a run: each text that is being written, by its last line, and how long it takes
 * and what it costs so far. Thread-safe: one thread tells, another draws.
 */
public final class Live implements Teller, Block {

  private static final String FAREWELL = "Ctrl-C ";

  private final String ctrlC;
  private final Supplier<Instant> clock;
  private final Drafts drafts = new Drafts();
  private String best = "";
  private Usage usage = Usage.getDefaultInstance();
  private Instant begin = Instant.MAX;

  // By this clock and by the server's, which may differ.
  private Instant heard;
  private Instant told = Instant.MIN;

  /**
   * @param ctrlC what Ctrl-C does, for example "cancels the run"
   */
  public Live(String ctrlC, Supplier<Instant> clock) {
    this.ctrlC = ctrlC;
    this.clock = clock;
    this.heard = clock.get();
  }

  @Override
  public synchronized void tell(SolveEvent event) {
    switch (event) {
      case SolveEvent.Updated(StepUpdate update) -> update(update);
      case SolveEvent.TextWritten(StepUpdate update, String text) -> drafts.write(update, text);
      case SolveEvent.Restarted restarted -> {
        drafts.clear();
        best = "";
        usage = Usage.getDefaultInstance();
        begin = Instant.MAX;
      }
    }
  }

  private void update(StepUpdate update) {
    told = Words.instant(update.getUpdateTime());
    heard = clock.get();
    if (begin.equals(Instant.MAX)) {
      begin = told;
    }
    usage = update.hasUsage() ? update.getUsage() : usage;
    drafts.update(update);
    if (update.getProgress().hasIncumbentChanged()) {
      IncumbentChanged incumbent = update.getProgress().getIncumbentChanged();
      best =
          Words.candidate(incumbent.getCandidateId())
              + (incumbent.hasScore() ? ", score " + incumbent.getScore() : "")
              + (incumbent.getVerified() ? ", verified" : "");
    }
  }

  @Override
  public synchronized List<String> lines(int columns, int rows) {
    List<String> lines = new ArrayList<>();
    lines.addAll(drafts.lines(columns, Math.max(1, rows - 3)));
    if (!best.isEmpty()) {
      lines.add("  best so far: " + best);
    }
    String took = Words.roughly(elapsed());
    String cost = begin.equals(Instant.MAX) ? "waiting for the server" : Words.cost(usage);
    String told = "  " + took + ", " + cost;
    String full = told + "  (" + FAREWELL + ctrlC + ")";
    lines.add(Cells.of(full) <= columns ? full : told);
    return lines;
  }

  private Duration elapsed() {
    Duration here = Duration.between(heard, clock.get());
    return begin.equals(Instant.MAX) ? here : Duration.between(begin, told).plus(here);
  }
}
