package dev.plangen.server.testing;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The failures that the comments of the contract tell of. */
public final class DocumentedErrors {

  private static final String TABLE = "plangen/v1/plangen_service.proto";

  /** A line of the table: a code, a reason, what to do. */
  private static final Pattern ROW = Pattern.compile("^//\\s+([A-Z_]{5,})\\s+([A-Z_]{5,})\\s+\\S");

  private static final Pattern REASON = Pattern.compile("[A-Z]{3,}(?:_[A-Z]+)*(?:_\\*)?");

  private DocumentedErrors() {}

  /** Every reason with its code. */
  public static Map<String, Status.Code> all() {
    Map<String, Status.Code> codes = new TreeMap<>();
    for (String line : lines(TABLE)) {
      ROW.matcher(line)
          .results()
          .forEach(row -> codes.put(row.group(2), Status.Code.valueOf(row.group(1))));
    }
    return codes;
  }

  /** Those of one RPC. */
  public static Map<String, Status.Code> of(MethodDescriptor method) {
    List<String> lines = lines(method.getFile().getFullName());
    String comment = errors(commentAbove(lines, "rpc " + method.getName() + "("));
    if (comment.isEmpty()) {
      comment = errors(commentAbove(lines, "service " + method.getService().getName() + " {"));
    }
    if (comment.contains("any reason")) {
      return all();
    }
    List<String> told = REASON.matcher(comment).results().map(MatchResult::group).toList();
    Map<String, Status.Code> codes = all();
    codes.keySet().removeIf(reason -> told.stream().noneMatch(each -> covers(each, reason)));
    return codes;
  }

  private static boolean covers(String told, String reason) {
    return told.endsWith("*")
        ? reason.startsWith(told.substring(0, told.length() - 1))
        : reason.equals(told);
  }

  private static String errors(String comment) {
    int begin = comment.indexOf("Errors");
    return begin < 0 ? "" : comment.substring(begin);
  }

  private static String commentAbove(List<String> lines, String declaration) {
    int at = 0;
    while (!lines.get(at).startsWith(declaration)) {
      at++;
    }
    Deque<String> comment = new ArrayDeque<>();
    for (int i = at - 1; i >= 0 && lines.get(i).startsWith("//"); i--) {
      comment.addFirst(lines.get(i));
    }
    return String.join("\n", comment);
  }

  private static List<String> lines(String file) {
    try (InputStream in =
        Objects.requireNonNull(DocumentedErrors.class.getClassLoader().getResourceAsStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
