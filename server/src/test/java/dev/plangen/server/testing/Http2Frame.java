package dev.plangen.server.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A frame of HTTP/2 (RFC 9113), which may be wrong in any way. Immutable. */
public final class Http2Frame {

  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  public static final int END_STREAM = 1;
  public static final int ACK = 1;
  public static final int END_HEADERS = 4;

  public static final int REFUSED_STREAM = 7;
  public static final int CANCEL = 8;
  public static final int ENHANCE_YOUR_CALM = 11;

  private final int length;
  private final int type;
  private final int flags;
  private final int stream;
  private final byte[] payload;

  /**
   * @param length as the header says it, whatever the payload's is
   */
  public Http2Frame(int length, int type, int flags, int stream, byte[] payload) {
    this.length = length;
    this.type = type;
    this.flags = flags;
    this.stream = stream;
    this.payload = payload.clone();
  }

  public Http2Frame(int type, int flags, int stream, byte[] payload) {
    this(payload.length, type, flags, stream, payload);
  }

  public int type() {
    return type;
  }

  public int flags() {
    return flags;
  }

  public int stream() {
    return stream;
  }

  public byte[] payload() {
    return payload.clone();
  }

  public static Http2Frame settings() {
    return new Http2Frame(SETTINGS, 0, 0, new byte[0]);
  }

  public static Http2Frame ping() {
    return new Http2Frame(PING, 0, 0, new byte[8]);
  }

  public static Http2Frame reset(int stream, int code) {
    return new Http2Frame(RST_STREAM, 0, stream, number(code));
  }

  public static Http2Frame windowUpdate(int stream, int increment) {
    return new Http2Frame(WINDOW_UPDATE, 0, stream, number(increment));
  }

  /** The headers of a call. */
  public static Http2Frame call(int stream, String path) {
    return new Http2Frame(HEADERS, END_HEADERS, stream, callHeaders(path));
  }

  /** In HPACK, each as a literal that is not indexed. */
  public static byte[] callHeaders(String path) {
    ByteBuffer block = ByteBuffer.allocate(1024);
    literal(block, ":method", "POST");
    literal(block, ":scheme", "http");
    literal(block, ":path", path);
    literal(block, ":authority", "localhost");
    literal(block, "content-type", "application/grpc");
    literal(block, "te", "trailers");
    return Arrays.copyOf(block.array(), block.position());
  }

  private static void literal(ByteBuffer block, String name, String value) {
    block.put((byte) 0);
    for (String text : new String[] {name, value}) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      block.put((byte) bytes.length).put(bytes);
    }
  }

  private static byte[] number(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  /** As a GOAWAY or RST_STREAM tells it. */
  public int errorCode() {
    return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
  }

  /** What a GOAWAY says beside. */
  public String debugData() {
    return new String(payload, 8, payload.length - 8, StandardCharsets.UTF_8);
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (length >> 16))
        .putShort((short) length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }
}
