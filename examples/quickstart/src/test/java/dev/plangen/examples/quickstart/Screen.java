package dev.plangen.examples.quickstart;

import dev.plangen.v1.StepUpdate;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a person gets to read. */
final class Screen {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Printer printer;

  Screen(Paint paint) {
    this.printer = new Printer(new PrintStream(bytes, false, StandardCharsets.UTF_8), paint);
  }

  static String show(Paint paint, List<StepUpdate> updates) {
    Screen screen = new Screen(paint);
    Show show = new Show(screen.printer);
    updates.forEach(show::update);
    return screen.text();
  }

  Printer printer() {
    return printer;
  }

  String text() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
