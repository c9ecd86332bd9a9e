package dev.plangen.server.fuzz;

import static dev.plangen.server.testing.Http2Frame.CANCEL;
import static dev.plangen.server.testing.Http2Frame.CONTINUATION;
import static dev.plangen.server.testing.Http2Frame.DATA;
import static dev.plangen.server.testing.Http2Frame.END_HEADERS;
import static dev.plangen.server.testing.Http2Frame.END_STREAM;
import static dev.plangen.server.testing.Http2Frame.HEADERS;
import static dev.plangen.server.testing.Http2Frame.SETTINGS;

import dev.plangen.server.testing.Http2Frame;
import dev.plangen.server.testing.Http2Wire;
import dev.plangen.server.testing.Problems;
import dev.plangen.v1.PlanGenServiceGrpc;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Every attack, by name. */
final class Attacks {

  static final Map<String, Attack> ALL = new TreeMap<>();

  private static final String SOLVE =
      "/" + PlanGenServiceGrpc.getSolveStreamMethod().getFullMethodName();
  private static final String WATCH = "/" + HealthGrpc.getWatchMethod().getFullMethodName();
  private static final String REFLECT =
      "/" + ServerReflectionGrpc.getServerReflectionInfoMethod().getFullMethodName();
  private static final int LARGEST_FRAME = 16_384;

  /** Enough to pass every limit that counts within some seconds. */
  private static final int FLOOD = 3000;

  private static final int FEW = 60;

  static {
    ALL.put("random bytes", Attacks::randomBytes);
    ALL.put("HTTP/1.1", Attacks::otherProtocol);
    ALL.put("half a preface", Attacks::halfPreface);
    ALL.put("random frames", Attacks::randomFrames);
    ALL.put("mutated call", Attacks::mutatedCall);
    ALL.put("wrong lengths", Attacks::wrongLengths);
    ALL.put("huge headers", Attacks::hugeHeaders);
    ALL.put("CONTINUATION flood", Attacks::continuations);
    ALL.put("rapid reset", Attacks::rapidReset);
    ALL.put("SETTINGS flood", Attacks::settings);
    ALL.put("PING flood", Attacks::pings);
    ALL.put("window overflow", Attacks::windowOverflow);
    ALL.put("empty DATA flood", Attacks::emptyData);
    ALL.put("invalid HPACK", Attacks::invalidHpack);
    ALL.put("slow headers", Attacks::slowHeaders);
    ALL.put("abandoned calls", Attacks::abandonedCalls);
    ALL.put("bad messages", Attacks::badMessages);
    ALL.put("health watches", Attacks::healthWatches);
    ALL.put("reflection", Attacks::reflection);
    ALL.put("unread answers", Attacks::unreadAnswers);
  }

  private Attacks() {}

  private static void randomBytes(Http2Wire wire, Random random, Pace pace) throws IOException {
    for (int i = 0; i < FEW; i++) {
      pace.frame();
      wire.send(bytes(random, 1 + random.nextInt(300)));
    }
  }

  private static void otherProtocol(Http2Wire wire, Random random, Pace pace) throws IOException {
    pace.frame();
    String said =
        random.nextBoolean()
            ? "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
            : "\u0016\u0003\u0001\u0002\u0000\u0001\u0000";
    wire.send(said.getBytes(StandardCharsets.ISO_8859_1));
    idle(pace);
  }

  /** Byte by byte, as if the network were slow. */
  private static void halfPreface(Http2Wire wire, Random random, Pace pace) throws IOException {
    int length = random.nextInt(Http2Wire.PREFACE.length);
    for (int i = 0; i < length; i++) {
      pace.frame();
      wire.send(new byte[] {Http2Wire.PREFACE[i]});
    }
    idle(pace);
  }

  private static void randomFrames(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    for (int i = 0; i < FEW; i++) {
      pace.frame();
      int stream = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(20);
      wire.send(
          new Http2Frame(
              random.nextInt(14),
              random.nextInt(256),
              stream,
              bytes(random, random.nextInt(random.nextInt(10) == 0 ? LARGEST_FRAME : 100))));
      wire.readOver();
    }
  }

  private static void mutatedCall(Http2Wire wire, Random random, Pace pace) throws IOException {
    byte[] said = wholeCall(random);
    for (int i = 0; i <= random.nextInt(8); i++) {
      said[random.nextInt(said.length)] = (byte) random.nextInt();
    }
    int from = 0;
    while (from < said.length) {
      int to = Math.min(said.length, from + 1 + random.nextInt(200));
      pace.frame();
      wire.send(Arrays.copyOfRange(said, from, to));
      wire.readOver();
      from = to;
    }
    idle(pace);
  }

  private static byte[] wholeCall(Random random) throws IOException {
    var said = new ByteArrayOutputStream();
    said.write(Http2Wire.PREFACE);
    said.write(Http2Frame.settings().bytes());
    said.write(Http2Frame.call(1, SOLVE).bytes());
    said.write(new Http2Frame(DATA, END_STREAM, 1, message(request())).bytes());
    said.write(Http2Frame.ping().bytes());
    said.write(Http2Frame.windowUpdate(0, 1 + random.nextInt(1000)).bytes());
    said.write(Http2Frame.windowUpdate(1, 1 + random.nextInt(1000)).bytes());
    said.write(Http2Frame.reset(1, CANCEL).bytes());
    return said.toByteArray();
  }

  private static byte[] request() {
    return Problems.meeting().build().toByteArray();
  }

  /** As gRPC frames it. */
  private static byte[] message(byte[] content) {
    return ByteBuffer.allocate(5 + content.length)
        .put((byte) 0)
        .putInt(content.length)
        .put(content)
        .array();
  }

  private static void wrongLengths(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    for (int i = 0; i < FEW; i++) {
      byte[] payload = bytes(random, random.nextInt(40));
      int length =
          switch (random.nextInt(3)) {
            case 0 -> 0xFFFFFF;
            case 1 -> LARGEST_FRAME + 1;
            default -> random.nextInt(60);
          };
      pace.frame();
      wire.send(new Http2Frame(length, random.nextInt(10), 0, random.nextInt(3), payload));
    }
  }

  private static void hugeHeaders(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    for (int i = 0; i < 8; i++) {
      ByteBuffer block = ByteBuffer.allocate(LARGEST_FRAME);
      block.put(Http2Frame.callHeaders(SOLVE));
      while (block.remaining() > 130) {
        // Indexed, so that the table is full all the time.
        block.put((byte) 0x40).put((byte) 1).put((byte) ('a' + random.nextInt(26)));
        block.put((byte) 120).put("y".repeat(120).getBytes(StandardCharsets.US_ASCII));
      }
      pace.frame();
      wire.send(
          new Http2Frame(
              HEADERS,
              random.nextInt(4) == 0 ? END_HEADERS : 0,
              2 * i + 1,
              Arrays.copyOf(block.array(), block.position())));
    }
  }

  private static void continuations(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    pace.frame();
    wire.send(new Http2Frame(HEADERS, 0, 1, Http2Frame.callHeaders(SOLVE)));
    int size = random.nextInt(3) == 0 ? 1000 : random.nextInt(3);
    for (int i = 0; i < FLOOD; i++) {
      pace.burst();
      wire.send(new Http2Frame(CONTINUATION, 0, 1, new byte[size]));
    }
    pace.rest();
  }

  private static void rapidReset(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    for (int i = 0; i < FLOOD; i++) {
      pace.burst();
      wire.send(Http2Frame.call(2 * i + 1, SOLVE));
      wire.send(Http2Frame.reset(2 * i + 1, random.nextInt(14)));
    }
    pace.rest();
  }

  private static void settings(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    for (int i = 0; i < FLOOD; i++) {
      ByteBuffer payload = ByteBuffer.allocate(6);
      payload.putShort((short) (1 + random.nextInt(6))).putInt(random.nextInt(70_000));
      pace.burst();
      wire.send(new Http2Frame(SETTINGS, 0, 0, payload.array()));
    }
    pace.rest();
  }

  private static void pings(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    for (int i = 0; i < FLOOD; i++) {
      pace.burst();
      wire.send(Http2Frame.ping());
    }
    pace.rest();
  }

  private static void windowOverflow(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    pace.frame();
    wire.send(Http2Frame.call(1, SOLVE));
    for (int i = 0; i < 4; i++) {
      pace.frame();
      wire.send(Http2Frame.windowUpdate(random.nextInt(2), Integer.MAX_VALUE));
    }
  }

  private static void emptyData(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    pace.frame();
    wire.send(Http2Frame.call(1, SOLVE));
    for (int i = 0; i < FLOOD; i++) {
      pace.burst();
      wire.send(new Http2Frame(DATA, 0, 1, new byte[0]));
    }
    pace.rest();
  }

  private static void invalidHpack(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    for (int i = 0; i < FEW; i++) {
      byte[] block = bytes(random, 1 + random.nextInt(200));
      // A table size, an index, or a Huffman code that can't be.
      block[0] = (byte) new int[] {0x3F, 0xFF, 0x82, 0x00}[random.nextInt(4)];
      pace.frame();
      wire.send(new Http2Frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, block));
    }
  }

  private static void slowHeaders(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    byte[] said = Http2Frame.call(1, SOLVE).bytes();
    int until = random.nextInt(said.length);
    for (int i = 0; i < until; i++) {
      pace.frame();
      wire.send(new byte[] {said[i]});
    }
    idle(pace);
  }

  private static void abandonedCalls(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    for (int i = 0; i < FEW; i++) {
      pace.frame();
      wire.send(Http2Frame.call(2 * i + 1, SOLVE));
      if (random.nextBoolean()) {
        wire.send(new Http2Frame(DATA, END_STREAM, 2 * i + 1, message(request())));
      }
      wire.readOver();
    }
  }

  /** With a length that is not theirs, compressed by nothing, or no request at all. */
  private static void badMessages(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    for (int i = 0; i < FEW; i++) {
      byte[] said = message(bytes(random, random.nextInt(200)));
      switch (random.nextInt(3)) {
        case 0 -> said[0] = 1;
        case 1 -> said[1] = (byte) 0xFF;
        default -> {}
      }
      pace.frame();
      wire.send(Http2Frame.call(2 * i + 1, SOLVE));
      pace.frame();
      wire.send(new Http2Frame(DATA, random.nextBoolean() ? END_STREAM : 0, 2 * i + 1, said));
      wire.readOver();
    }
  }

  /** Each of another name, of any length, or of bytes that are none; none ends by itself. */
  private static void healthWatches(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    for (int i = 0; i < FEW; i++) {
      byte[] asked =
          random.nextInt(4) == 0
              ? bytes(random, random.nextInt(50))
              : HealthCheckRequest.newBuilder()
                  .setService(i + "x".repeat(random.nextInt(LARGEST_FRAME - 20)))
                  .build()
                  .toByteArray();
      pace.frame();
      wire.send(Http2Frame.call(2 * i + 1, WATCH));
      wire.send(new Http2Frame(DATA, END_STREAM, 2 * i + 1, message(asked)));
      wire.readOver();
    }
    idle(pace);
  }

  /** Questions that are begun and never ended, and bytes that are none. */
  private static void reflection(Http2Wire wire, Random random, Pace pace) throws IOException {
    begin(wire, pace);
    for (int i = 0; i < FEW; i++) {
      byte[] said = message(bytes(random, random.nextInt(LARGEST_FRAME - 5)));
      if (random.nextBoolean()) {
        // Of which the rest does not come.
        said[2] = 4;
      }
      pace.frame();
      wire.send(Http2Frame.call(2 * i + 1, REFLECT));
      wire.send(new Http2Frame(DATA, 0, 2 * i + 1, said));
      wire.readOver();
    }
    idle(pace);
  }

  /** Whole solves by one that grants no window. */
  private static void unreadAnswers(Http2Wire wire, Random random, Pace pace) throws IOException {
    pace.frame();
    wire.send(Http2Wire.PREFACE);
    wire.send(
        new Http2Frame(
            SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(0).array()));
    for (int i = 0; i < 5; i++) {
      pace.frame();
      wire.send(Http2Frame.call(2 * i + 1, SOLVE));
      wire.send(new Http2Frame(DATA, END_STREAM, 2 * i + 1, message(request())));
    }
    idle(pace);
  }

  private static void begin(Http2Wire wire, Pace pace) throws IOException {
    pace.frame();
    wire.send(Http2Wire.PREFACE);
    wire.send(Http2Frame.settings());
  }

  /** As long as some frames would take. */
  private static void idle(Pace pace) {
    for (int i = 0; i < FEW; i++) {
      pace.frame();
    }
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
