package dev.plangen.examples.evaluate.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.plangen.examples.evaluate.stop.Halt;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The results: one JSON object a line, the settings first, each written through to the disk as it
 * comes. Whoever is killed loses what was under way, and goes on from the rest: a last line that
 * was not written to its end is dropped. Of two lines about the same run the later one counts.
 * Thread-safe.
 */
public final class ResultsFile implements AutoCloseable {

  /** Of the settings, as they are written. */
  private static final String BEGINNING = "{\"form\":";

  private final ObjectMapper json =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private final Path path;

  /** Not a channel: those are closed when a thread that writes is interrupted. */
  private final RandomAccessFile file;

  /** Guarded by this. */
  private final Map<Result.Key, Result> results = new HashMap<>();

  private ResultsFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Opens a file, new or not, for this process alone.
   *
   * @throws Halt if it can't be written, is in use, or holds results with other settings
   */
  public static ResultsFile open(Path path, Settings settings) {
    try {
      Path directory = path.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      var results = new ResultsFile(path, new RandomAccessFile(path.toFile(), "rw"));
      try {
        results.begin(settings);
        return results;
      } catch (IOException | RuntimeException e) {
        results.file.close();
        throw e;
      }
    } catch (IOException e) {
      throw new Halt("The results file " + path + " can't be read or written; check --results.", e);
    }
  }

  private void begin(Settings settings) throws IOException {
    lock();
    List<String> lines = wholeLines();
    Optional<Settings> before =
        lines.stream().findFirst().map(line -> read(line, 1, Settings.class));
    // One that holds no results is nobody's: it may be left from what could not begin.
    if (lines.size() < 2) {
      file.setLength(0);
      write(json.writeValueAsString(settings));
      return;
    }
    Optional<String> difference = before.flatMap(settings::difference);
    if (difference.isPresent()) {
      throw new Halt(
          "%s holds results of another evaluation: %s differs. Name another file with --results."
              .formatted(path, difference.get()));
    }
    for (int i = 1; i < lines.size(); i++) {
      Result result = read(lines.get(i), i + 1, Result.class);
      results.put(result.key(), result);
    }
  }

  private void lock() throws IOException {
    try {
      if (file.getChannel().tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Told below: it makes no difference which process it is.
    }
    throw new Halt("Another evaluation is writing to " + path + "; name another with --results.");
  }

  private List<String> wholeLines() throws IOException {
    byte[] content = new byte[Math.toIntExact(file.length())];
    file.readFully(content);
    requireOurs(content);
    int whole = content.length;
    while (whole > 0 && content[whole - 1] != '\n') {
      whole--;
    }
    file.setLength(whole);
    return new String(content, 0, whole, StandardCharsets.UTF_8).lines().toList();
  }

  /** Before anything is cut off: what was named by mistake stays as it is. */
  private void requireOurs(byte[] content) {
    int length = Math.min(content.length, BEGINNING.length());
    if (!BEGINNING.startsWith(new String(content, 0, length, StandardCharsets.UTF_8))) {
      throw notOurs(1, null);
    }
  }

  private Halt notOurs(int line, @Nullable Throwable cause) {
    String message =
        "Line %d of %s is not from an evaluation; name another file with --results."
            .formatted(line, path);
    return cause == null ? new Halt(message) : new Halt(message, cause);
  }

  private <T> T read(String line, int number, Class<T> type) {
    try {
      return json.readValue(line, type);
    } catch (JsonProcessingException e) {
      throw notOurs(number, e);
    }
  }

  private void write(String line) throws IOException {
    file.seek(file.length());
    file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    file.getFD().sync();
  }

  /**
   * Adds a result.
   *
   * @throws Halt if it can't be written
   */
  public synchronized void append(Result result) {
    try {
      write(json.writeValueAsString(result));
    } catch (IOException e) {
      throw new Halt("Can't write to " + path + ": " + e.getMessage(), e);
    }
    results.put(result.key(), result);
  }

  /** What came of a run, if it was made. */
  public synchronized Optional<Result> find(Result.Key key) {
    return Optional.ofNullable(results.get(key));
  }

  /** Takes runs that failed as not made, so that they are made again. */
  public synchronized void forgetFailed() {
    results.values().removeIf(result -> result.trouble().isPresent());
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
