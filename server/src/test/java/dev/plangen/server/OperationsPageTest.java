package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.testing.DocumentedErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/operations.md} to the contract. */
class OperationsPageTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| [^|]+ \\| [^|]+ \\|$");

  @Test
  void everyReasonOfTheContractHasOneRowWithARemedyAndNoOtherHas() throws IOException {
    String page = Files.readString(Path.of("../docs/operations.md"));
    List<String> rows = ROW.matcher(page).results().map(row -> row.group(1)).toList();
    assertThat(rows).containsExactlyInAnyOrderElementsOf(DocumentedErrors.all().keySet());
  }
}
