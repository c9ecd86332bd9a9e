package dev.plangen.examples.terminal.screen;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A terminal: lines that stay, and below them a block that is drawn again when it has changed, ten
 * times a second at the most. Each drawing is one write, so that nothing flickers. Thread-safe.
 */
final class LiveScreen implements Screen {

  private static final Duration FRAME = Duration.ofMillis(100);
  private static final int WIDEST = 88;

  private final Output output;
  private final Paint paint;
  private final Supplier<Size> size;
  private final Block block;
  private final ReentrantLock lock = new ReentrantLock();
  private final Thread painter;
  private List<String> shown = List.of();
  private boolean closed;

  LiveScreen(Output output, Paint paint, Supplier<Size> size, Block block) {
    this.output = output;
    this.paint = paint;
    this.size = size;
    this.block = block;
    this.painter = Thread.ofPlatform().daemon().name("painter").unstarted(this::keepDrawing);
  }

  LiveScreen begin() {
    painter.start();
    return this;
  }

  private void keepDrawing() {
    try {
      while (true) {
        Thread.sleep(FRAME);
        redraw();
      }
    } catch (InterruptedException | OutputClosed e) {
      // Closed; or it cannot be drawn on any more, which the next line tells.
    }
  }

  void redraw() {
    lock.lock();
    try {
      if (!closed && !next().equals(shown)) {
        draw("", next());
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void line(String text) {
    lock.lock();
    try {
      if (closed) {
        output.write(text + "\n");
      } else {
        draw(text + "\n", next());
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Paint paint() {
    return paint;
  }

  @Override
  public int width() {
    return Math.min(WIDEST, size.get().columns() - 1);
  }

  @Override
  public void close() {
    painter.interrupt();
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        draw("", List.of());
      }
    } finally {
      lock.unlock();
    }
  }

  private List<String> next() {
    Size now = size.get();
    // Never the whole width, after which terminals differ in where they are; nor the whole height,
    // as what has been scrolled off cannot be drawn over.
    int columns = Math.max(1, now.columns() - 1);
    int rows = Math.max(1, now.rows() - 2);
    return block.lines(columns, rows).stream()
        .limit(rows)
        .map(line -> Cells.fit(line, columns))
        .toList();
  }

  /** Writes lines over the block, and the next block below them. With the lock held. */
  private void draw(String lines, List<String> next) {
    // A window that was made narrower has broken the block's lines into more.
    int columns = size.get().columns();
    int taken =
        shown.stream()
            .mapToInt(line -> Math.max(1, -Math.floorDiv(-Cells.of(line), columns)))
            .sum();
    String above = taken == 0 ? "" : "\u001b[" + taken + "A";
    String below =
        next.stream()
            .map(line -> (line.isEmpty() ? "" : paint.apply(Paint.Tone.ASIDE, line)) + "\n")
            .collect(Collectors.joining());
    shown = next;
    output.write("\r" + above + "\u001b[J" + lines + below);
  }
}
