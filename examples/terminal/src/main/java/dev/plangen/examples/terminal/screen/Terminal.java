package dev.plangen.examples.terminal.screen;

/**
 * What standard input and output are, as the launcher has found: Java's own console tells only of
 * both together.
 */
public record Terminal(boolean typesInput, boolean showsOutput, Paint paint) {

  /** This process's. */
  public static Terminal here() {
    boolean showsOutput = Boolean.getBoolean("plangen.stdout.terminal");
    boolean isDumb = System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
    boolean isPlain = !System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        Boolean.getBoolean("plangen.stdin.terminal"),
        showsOutput && !isDumb,
        showsOutput && !isDumb && !isPlain ? Paint.COLOUR : Paint.PLAIN);
  }

  /** Lines, and the block where it can be drawn. The caller closes it. */
  public Screen screen(Block block) {
    return showsOutput
        ? new LiveScreen(Output.standard(), paint, new Window()::size, block).begin()
        : lines();
  }

  public Screen lines() {
    return new Lines(Output.standard(), paint);
  }
}
