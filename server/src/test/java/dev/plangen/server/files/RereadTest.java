package dev.plangen.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plangen.server.testing.CapturedLogs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read again, and what is not taken. */
class RereadTest {

  @TempDir private Path directory = Path.of("unset");
  private Path file = Path.of("unset");

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("secret"), "one");
  }

  /** Anything but the word "bad" can be used. */
  private static String word(Path file, ByteBuffer content) throws UnusableFileException {
    String text = StandardCharsets.UTF_8.decode(content).toString();
    if (text.startsWith("bad")) {
      throw new UnusableFileException(file, "is bad");
    }
    return text;
  }

  private Reread<String> reread(Duration pause) throws UnusableFileException {
    return Reread.of(file, pause, content -> word(file, content));
  }

  @Test
  void theNextLookSeesWhatIsWrittenAlsoIfNeitherSizeNorTimeTell() throws Exception {
    Reread<String> secret = reread(Duration.ZERO);
    FileTime time = Files.getLastModifiedTime(file);
    assertThat(secret.get()).isEqualTo("one");

    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, time);

    assertThat(secret.get()).isEqualTo("two");
  }

  @Test
  void withoutAChangeItIsTheSameObject() throws Exception {
    Reread<String> secret = reread(Duration.ZERO);

    assertThat(secret.get()).isSameAs(secret.get());
  }

  @Test
  void withinThePauseNothingIsLookedAt() throws Exception {
    Reread<String> secret = reread(Duration.ofHours(1));

    Files.writeString(file, "two");

    assertThat(secret.get()).isEqualTo("one");
  }

  @Test
  void aReaderWithABugLeavesTheLastAndItsMessageIsNotLogged() throws Exception {
    Reread<String> secret =
        Reread.of(
            file,
            Duration.ZERO,
            content -> {
              String text = word(file, content);
              if (text.startsWith("odd")) {
                throw new IllegalStateException(text);
              }
              return text;
            });
    try (var logs = new CapturedLogs()) {
      Files.writeString(file, "odd secret");
      assertThat(secret.get()).isEqualTo("one");
      assertThat(secret.get()).isEqualTo("one");
      assertThat(logs.text().lines().filter(line -> line.contains("stays in use"))).hasSize(1);
      assertThat(logs.text()).contains("IllegalStateException").doesNotContain("odd secret");
    }
    Files.writeString(file, "two");
    assertThat(secret.get()).isEqualTo("two");
  }

  /** As on a network file system that does not answer. */
  @Test
  void whoComesWhileAnotherLooksIsGivenWhatWasReadBefore() throws Exception {
    var reached = new CompletableFuture<Void>();
    var released = new CompletableFuture<Void>();
    Reread<String> secret =
        Reread.of(
            file,
            Duration.ZERO,
            content -> {
              String text = word(file, content);
              if (text.equals("two")) {
                reached.complete(null);
                released.join();
              }
              return text;
            });
    Files.writeString(file, "two");
    Thread looking = Thread.ofVirtual().start(secret::get);
    reached.get(10, TimeUnit.SECONDS);

    assertThat(CompletableFuture.supplyAsync(secret).get(10, TimeUnit.SECONDS)).isEqualTo("one");
    released.complete(null);
    looking.join();
    assertThat(secret.get()).isEqualTo("two");
  }

  @Test
  void whatCannotBeUsedLeavesTheLastAndIsLoggedOnceEach() throws Exception {
    Reread<String> secret = reread(Duration.ZERO);
    try (var logs = new CapturedLogs()) {
      for (String content : new String[] {"bad", "bad too"}) {
        Files.writeString(file, content);
        assertThat(secret.get()).isEqualTo("one");
        assertThat(secret.get()).isEqualTo("one");
      }
      Files.delete(file);
      assertThat(secret.get()).isEqualTo("one");
      assertThat(secret.get()).isEqualTo("one");
      assertThat(logs.text().lines().filter(line -> line.contains("stays in use"))).hasSize(3);

      Files.writeString(file, "two");
      assertThat(secret.get()).isEqualTo("two");
      assertThat(logs.text()).contains(file.toString()).doesNotContain("two");
    }
  }

  @Test
  void theFirstReadMustSucceed() throws Exception {
    Files.writeString(file, "bad");

    assertThatThrownBy(() -> reread(Duration.ZERO))
        .isInstanceOf(UnusableFileException.class)
        .hasMessage(file + " is bad");
    file = directory.resolve("missing");
    assertThatThrownBy(() -> reread(Duration.ZERO)).hasMessageContaining("can't be read");
  }

  @Test
  void aFileWithoutAnEndIsNotRead() throws Exception {
    Files.write(file, new byte[(1 << 20) + 1]);

    assertThatThrownBy(() -> reread(Duration.ZERO)).hasMessageContaining("longer than 1 MiB");
  }
}
