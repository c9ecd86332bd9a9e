package dev.plangen.examples.evaluate.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plangen.examples.evaluate.problem.Family;
import dev.plangen.examples.evaluate.stop.Halt;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MatrixTest {

  @Test
  void everyRunGrowsFromOneThatPaidForNothingElse() {
    Matrix matrix =
        matrix(
            List.of("majority:candidates=20", "best_of_n", "rebase", "single"),
            List.of("llm", "sound"));

    assertThat(steps(matrix))
        .containsExactly(
            "single <- nothing",
            "best_of_n × sound <- single",
            "best_of_n × llm <- best_of_n × sound",
            "rebase × sound <- single",
            "rebase × llm <- rebase × sound",
            "majority:candidates=20 <- best_of_n × sound");
  }

  @Test
  void aVoteNeverGrowsFromJudgedCandidatesWhichCostMore() {
    Matrix matrix = matrix(List.of("single", "best_of_n", "majority"), List.of("llm"));

    assertThat(steps(matrix))
        .containsExactly(
            "single <- nothing", "best_of_n × llm <- single", "majority:candidates=20 <- single");
  }

  @Test
  void aVoteNeverGrowsFromMoreCandidatesThanItsOwn() {
    Matrix matrix =
        matrix(List.of("best_of_n:candidates=8", "majority:candidates=6"), List.of("sound"));

    assertThat(steps(matrix))
        .containsExactly(
            "best_of_n:candidates=8 × sound <- nothing", "majority:candidates=6 <- nothing");
  }

  @Test
  void samplesAreInTheOrderOfTheirNumbers() {
    Matrix matrix =
        matrix(
            List.of("majority:candidates=20", "best_of_n", "majority:candidates=5", "single"),
            List.of("llm", "sound"));

    assertThat(matrix.samples("m"))
        .extracting(Configuration::label)
        .containsExactly("single", "best_of_n × sound", "majority:candidates=20");
  }

  @Test
  void soundIsTheVerifierOfTheFamily() {
    Jury jury = new Jury("llm+sound+acme/flights");

    assertThat(jury.verifiers(Family.TRIP)).containsExactly("llm", "trip", "acme/flights");
    assertThat(jury.verifiers(Family.CALENDAR)).containsExactly("llm", "calendar", "acme/flights");
    assertThat(jury.asksModel()).isTrue();
    assertThat(Jury.SOUND.asksModel()).isFalse();
    assertThatExceptionOfType(Halt.class).isThrownBy(() -> new Jury("llm+"));
  }

  private static Matrix matrix(List<String> methods, List<String> juries) {
    return new Matrix(
        List.of("m"),
        methods.stream().map(MethodReader::read).toList(),
        juries.stream().map(Jury::new).toList());
  }

  private static Stream<String> steps(Matrix matrix) {
    return matrix.steps("m").stream()
        .map(
            step ->
                step.configuration().label()
                    + " <- "
                    + step.base().map(Configuration::label).orElse("nothing"));
  }
}
