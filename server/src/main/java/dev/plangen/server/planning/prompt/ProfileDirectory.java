package dev.plangen.server.planning.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a profile from a directory with a template for each task that it rewords. */
public final class ProfileDirectory {

  /** More is a mistake: the words of all tasks together are below a fifth of this by default. */
  static final int MOST_BYTES = 16 << 10;

  private ProfileDirectory() {}

  /**
   * Reads and checks every file in it. Names that begin with a dot are passed over: mounted
   * directories and editors have such of their own.
   *
   * @throws ProfileException naming the file
   */
  public static Profile read(Path directory) {
    Map<PromptTask, Wording> wordings = new EnumMap<>(PromptTask.class);
    for (Path file : files(directory)) {
      try {
        PromptTask task = task(file);
        wordings.put(task, Wording.of(task, text(file)));
      } catch (ProfileException e) {
        throw new ProfileException(file + " " + e.getMessage());
      }
    }
    if (wordings.isEmpty()) {
      throw new ProfileException(directory + " holds no template; known are " + known());
    }
    return new Profile(wordings);
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(file -> !name(file).startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new ProfileException(
          directory + " is no directory that can be read; check its name and who may read it");
    }
  }

  private static PromptTask task(Path file) {
    return PromptTask.ofFile(name(file))
        .orElseThrow(
            () -> new ProfileException("is the template of no task; known are " + known()));
  }

  private static String text(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new ProfileException("can't be read; check that it is a file, and who may read it");
    }
    if (bytes.length > MOST_BYTES) {
      throw new ProfileException("is longer than " + MOST_BYTES + " bytes; shorten it");
    }
    String text = decode(bytes);
    if (text.isBlank()) {
      throw new ProfileException("is empty; write a template into it, or remove it");
    }
    return text;
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ProfileException("is not UTF-8; save it so");
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String known() {
    return Arrays.stream(PromptTask.values())
        .map(PromptTask::fileName)
        .collect(Collectors.joining(", "));
  }
}
