package dev.plangen.examples.benchmark.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the endpoint reads of a request.
 *
 * @param run the caller's mark of the run that it belongs to, if the problem bears one
 */
record Request(Task task, Pace pace, Optional<String> run) {

  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length: *(\\d+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern MODEL = Pattern.compile("\"model\" ?: ?\"(pace[-0-9]+)\"");
  private static final Pattern RUN = Pattern.compile("\\brun-[a-z]*\\d+\\b");

  /**
   * Takes a request off the beginning of what has been received, or leaves that as it is if the
   * request is not whole yet.
   *
   * @param received ready to be written to; likewise afterwards
   */
  static Optional<Request> take(ByteBuffer received) {
    String text = StandardCharsets.ISO_8859_1.decode(received.duplicate().flip()).toString();
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return Optional.empty();
    }
    Matcher length = LENGTH.matcher(text.substring(0, head));
    int end = head + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0);
    if (text.length() < end) {
      return Optional.empty();
    }
    received.flip().position(end);
    received.compact();
    return Optional.of(parse(text.substring(head + 4, end)));
  }

  private static Request parse(String body) {
    Matcher model = MODEL.matcher(body);
    if (!model.find()) {
      throw new IllegalArgumentException("the request names no pace");
    }
    Matcher run = RUN.matcher(body);
    return new Request(
        Task.of(body),
        Pace.named(model.group(1)),
        run.find() ? Optional.of(run.group()) : Optional.empty());
  }
}
