package dev.plangen.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What files hold, as they are now. What can't be used, be it half written, empty or gone, leaves
 * the last that could be in place, and is logged once. Thread-safe.
 *
 * <p>Whether a file has changed is told by its content: times are too coarse for a file that is
 * written twice in a moment, and those behind a symbolic link that is swapped, as Kubernetes does
 * it, may be older than before. The files are small.
 *
 * @param <T> what is made of them
 */
public final class Reread<T> implements Supplier<T> {

  private static final Logger LOG = LoggerFactory.getLogger("plangen.files");

  private static final int MOST_BYTES = 1 << 20;

  private final List<Path> files;
  private final long pauseNanos;
  private final Reader<T> reader;

  private final Lock looking = new ReentrantLock();

  /** Both guarded by that lock. */
  private List<ByteBuffer> seen;

  private String toldProblem = "";

  private volatile T value;
  private volatile long lookedAt = System.nanoTime();

  private Reread(
      List<Path> files, Duration pause, Reader<T> reader, List<ByteBuffer> seen, T value) {
    this.files = files;
    this.pauseNanos = pause.toNanos();
    this.reader = reader;
    this.seen = seen;
    this.value = value;
  }

  /** Makes a value of the contents of the files, in their order. */
  @FunctionalInterface
  public interface Reader<T> {

    T read(List<ByteBuffer> contents) throws UnusableFileException;
  }

  /** Makes a value of the content of one file. */
  @FunctionalInterface
  public interface ReaderOfOne<T> {

    T read(ByteBuffer content) throws UnusableFileException;
  }

  /**
   * Reads a file for the first time.
   *
   * @param pause how long what was read is taken for true; zero looks at the file every time
   * @throws UnusableFileException if it can't be used; from now on that is only logged
   */
  public static <T> Reread<T> of(Path file, Duration pause, ReaderOfOne<T> reader)
      throws UnusableFileException {
    return of(List.of(file), pause, contents -> reader.read(contents.getFirst()));
  }

  /**
   * Reads files that belong together for the first time, as above.
   *
   * @param files one or more; whatever changes in one of them, all are read
   */
  public static <T> Reread<T> of(List<Path> files, Duration pause, Reader<T> reader)
      throws UnusableFileException {
    List<ByteBuffer> contents = contents(files);
    return new Reread<>(List.copyOf(files), pause, reader, contents, reader.read(copy(contents)));
  }

  /** The same object as long as nothing has changed. */
  @Override
  public T get() {
    // A file system that hangs holds up one thread: others are given what was read before.
    if (isDue() && looking.tryLock()) {
      try {
        if (isDue()) {
          lookedAt = System.nanoTime();
          look();
        }
      } finally {
        looking.unlock();
      }
    }
    return value;
  }

  private boolean isDue() {
    return System.nanoTime() - lookedAt >= pauseNanos;
  }

  private void look() {
    try {
      List<ByteBuffer> contents = contents(files);
      if (!contents.equals(seen)) {
        seen = contents;
        value = reader.read(copy(contents));
        LOG.atInfo().addKeyValue("files", files).log("changed files are in use");
      }
      toldProblem = "";
    } catch (UnusableFileException e) {
      tell(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // Whoever looks, a timer for example, must be able to look again. A message may hold secrets.
      tell(files + " can't be read: " + e.getClass().getName() + " at " + e.getStackTrace()[0]);
    }
  }

  private void tell(String problem) {
    if (!problem.equals(toldProblem)) {
      toldProblem = problem;
      LOG.atWarn().addKeyValue("problem", problem).log("what was read before stays in use");
    }
  }

  private static List<ByteBuffer> contents(List<Path> files) throws UnusableFileException {
    List<ByteBuffer> contents = new ArrayList<>();
    for (Path file : files) {
      contents.add(content(file));
    }
    return contents;
  }

  private static ByteBuffer content(Path file) throws UnusableFileException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length <= MOST_BYTES) {
        return ByteBuffer.wrap(bytes);
      }
    } catch (IOException e) {
      throw new UnusableFileException(file, "can't be read; check its name and who may read it");
    }
    throw new UnusableFileException(file, "is longer than 1 MiB; check its name");
  }

  /** Readers move a buffer's position, which is part of what equals compares. */
  private static List<ByteBuffer> copy(List<ByteBuffer> contents) {
    return contents.stream().map(ByteBuffer::asReadOnlyBuffer).toList();
  }
}
