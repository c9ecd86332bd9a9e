package dev.plangen.examples.terminal.screen;

/** Lines alone: for files, pipes and dumb terminals. */
public record Lines(Output output, Paint paint) implements Screen {

  private static final int WIDTH = 88;

  @Override
  public void line(String text) {
    output.write(text + "\n");
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public void close() {}
}
