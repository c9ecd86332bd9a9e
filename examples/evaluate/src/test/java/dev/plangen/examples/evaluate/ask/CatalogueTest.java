package dev.plangen.examples.evaluate.ask;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plangen.examples.evaluate.matrix.Jury;
import dev.plangen.examples.evaluate.matrix.Matrix;
import dev.plangen.examples.evaluate.matrix.MethodReader;
import dev.plangen.examples.evaluate.stop.Halt;
import dev.plangen.v1.AlgorithmInfo;
import dev.plangen.v1.Model;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  private final Catalogue catalogue =
      new Catalogue(
          List.of(
              Model.newBuilder().setId("offline/planner").build(),
              Model.newBuilder().setId("openai/*").build()),
          List.of(AlgorithmInfo.newBuilder().setName("best_of_n").build()));

  @Test
  void everyModelOfAFamilyIsThere() {
    assertThatCode(() -> catalogue.check(matrix("openai/gpt-5-mini", "single")))
        .doesNotThrowAnyException();
    assertThatCode(() -> catalogue.check(matrix("offline/planner", "majority")))
        .doesNotThrowAnyException();
  }

  @Test
  void whatIsNotThereIsRefusedWithWhatIs() {
    assertThatExceptionOfType(Halt.class)
        .isThrownBy(() -> catalogue.check(matrix("offline/judge", "single")))
        .withMessage("The server has no model offline/judge; it has: offline/planner, openai/*.");
    assertThatExceptionOfType(Halt.class)
        .isThrownBy(() -> catalogue.check(matrix("offline/planner", "rebase")))
        .withMessage("The server has no algorithm rebase; it has: best_of_n.");
  }

  private static Matrix matrix(String model, String method) {
    return new Matrix(List.of(model), List.of(MethodReader.read(method)), List.of(new Jury("llm")));
  }
}
