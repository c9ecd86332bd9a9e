package dev.plangen.examples.benchmark.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineTest {

  @Test
  void aLineIsReadAsItWasWritten() {
    Line line = Line.of("done").with("failed", 0).with("walls", new double[] {1.5, 20});

    Line read = Line.parse(line.toString());

    assertThat(read.word()).isEqualTo("done");
    assertThat(read.integer("failed")).isZero();
    assertThat(read.numbers("walls")).containsExactly(1.5, 20);
    assertThat(Line.of("none").with("walls", new double[0]).numbers("walls")).isEmpty();
  }
}
