package dev.plangen.examples.terminal.show;

import dev.plangen.examples.terminal.screen.Cells;
import dev.plangen.examples.terminal.screen.Output;
import dev.plangen.examples.terminal.screen.Terminal;

/** Shows one text as it grows. Used by one thread. */
public final class Writing {

  private final Output output;
  private final boolean isTerminal = Terminal.here().showsOutput();
  private String written = "";

  public Writing(Output output) {
    this.output = output;
  }

  /**
   * Shows what is new.
   *
   * @param text the whole text so far; it may begin anew
   */
  public void write(String text) {
    if (!text.startsWith(written)) {
      end();
      System.err.println("The model had to be asked again; the text begins anew:");
      written = "";
    }
    String more = text.substring(written.length());
    output.write(isTerminal ? Cells.safe(more) : more);
    written = text;
  }

  public void end() {
    if (!written.endsWith("\n")) {
      output.write("\n");
    }
  }
}
