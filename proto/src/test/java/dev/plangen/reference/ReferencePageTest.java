package dev.plangen.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/reference.md says what the comments say. */
class ReferencePageTest {

  /** Writes the page anew. */
  static final String COMMAND = "mvn -q -pl proto test -Dreference=write";

  private static final Path PAGE = Path.of("..", "docs", "reference.md");
  private static final Path CONTRACT = Path.of("target", "plangen.v1.binpb");

  @Test
  void thePageIsWhatTheCommentsSay() throws IOException {
    String page;
    try (InputStream contract = Files.newInputStream(CONTRACT)) {
      page = new ReferencePage(FileDescriptorSet.parseFrom(contract)).render();
    }
    if (System.getProperty("reference", "").equals("write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .withFailMessage(
            "docs/reference.md is not what the comments in the .proto files say; write it anew: "
                + COMMAND)
        .isEqualTo(page);
  }
}
