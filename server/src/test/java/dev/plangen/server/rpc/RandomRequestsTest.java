package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.concurrent.Fanout;
import dev.plangen.server.testing.DocumentedErrors;
import dev.plangen.server.testing.FieldPaths;
import dev.plangen.server.testing.QuickModel;
import dev.plangen.server.testing.QuietRuns;
import dev.plangen.server.testing.RandomMessages;
import dev.plangen.server.testing.RawCall;
import dev.plangen.server.testing.Refused;
import dev.plangen.server.testing.Refused.Details;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.RunServiceGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Requests made up at random, of every RPC, valid and not: each ends with a status that the
 * contract tells of, or with the answer. {@code -Dplangen.random.seed} takes other requests, {@code
 * -Dplangen.random.requests} more.
 */
class RandomRequestsTest {

  private static final long SEED = Long.getLong("plangen.random.seed", 1);
  private static final int REQUESTS = Integer.getInteger("plangen.random.requests", 20_000);
  private static final int IN_FLIGHT = 32;
  private static final long LIMIT_SECONDS = 20;

  /** What clients take as headers by default. */
  private static final int MOST_HEADER_BYTES = 8 << 10;

  private static final List<MethodDescriptor<?, ?>> METHODS =
      Stream.of(
              PlanGenServiceGrpc.getServiceDescriptor(),
              RunServiceGrpc.getServiceDescriptor(),
              ModelServiceGrpc.getServiceDescriptor())
          .flatMap(service -> service.getMethods().stream())
          .toList();

  private static final Map<String, Map<String, Status.Code>> DOCUMENTED = documented();

  private static Map<String, Map<String, Status.Code>> documented() {
    Map<String, Map<String, Status.Code>> errors = new HashMap<>();
    METHODS.forEach(
        method -> errors.put(method.getFullMethodName(), DocumentedErrors.of(schema(method))));
    return errors;
  }

  /** What the model's provider, the server's end or its bugs would be to blame for. */
  private static boolean isForeseen(String reason) {
    return reason.equals("MODEL_NOT_FOUND")
        || !(reason.startsWith("MODEL_")
            || reason.startsWith("SERVER_")
            || reason.equals("CANCELLED")
            || reason.equals("DEADLINE_EXCEEDED")
            || reason.equals("INTERNAL"));
  }

  record Asked(
      MethodDescriptor<?, ?> method, Descriptors.MethodDescriptor schema, Message message) {
    @Override
    public String toString() {
      String text = message.toString();
      return method.getFullMethodName() + " " + text.substring(0, Math.min(2_000, text.length()));
    }
  }

  private static Asked asked(int number) {
    // Not the next of one generator: each request can be made again without those before it.
    var random = new Random(SEED * 1_000_003 + number);
    MethodDescriptor<?, ?> method = METHODS.get(random.nextInt(METHODS.size()));
    Descriptors.MethodDescriptor schema = schema(method);
    return new Asked(method, schema, new RandomMessages(random).next(schema.getInputType()));
  }

  private static Descriptors.MethodDescriptor schema(MethodDescriptor<?, ?> method) {
    return ((ProtoMethodDescriptorSupplier) method.getSchemaDescriptor()).getMethodDescriptor();
  }

  @Test
  @Timeout(180)
  void everyRequestIsAnsweredOrRefusedAsTheContractTells() {
    var outcomes = new ConcurrentHashMap<String, LongAdder>();
    var next = new AtomicInteger();
    long begin = System.nanoTime();
    try (var _ = new QuietRuns();
        var server = TestServer.inProcess(new QuickModel())) {
      inParallel(
          () -> {
            for (int number = next.getAndIncrement();
                number < REQUESTS;
                number = next.getAndIncrement()) {
              String outcome = ask(server, number);
              outcomes.computeIfAbsent(outcome, _ -> new LongAdder()).increment();
            }
          });
    }
    System.out.printf(
        "random requests: %,d of seed %d in %.1f s: %s%n",
        REQUESTS, SEED, (System.nanoTime() - begin) / 1e9, new TreeMap<>(outcomes));
    assertThat(outcomes.keySet()).contains("OK", "INVALID_REQUEST", "MODEL_NOT_FOUND");
  }

  private static String ask(TestServer server, int number) {
    Asked asked = asked(number);
    try {
      return check(asked, call(server, asked.method(), asked.message().toByteArray()));
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + SEED + ", request " + number + ": " + asked, e);
    }
  }

  private static RawCall call(TestServer server, MethodDescriptor<?, ?> method, byte[] request)
      throws InterruptedException, ExecutionException, TimeoutException {
    return RawCall.start(server.channel(), method, request).get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** What became of it, in a word. */
  private static String check(Asked asked, RawCall call) throws InvalidProtocolBufferException {
    for (byte[] response : call.responses()) {
      var message = DynamicMessage.parseFrom(asked.schema().getOutputType(), response);
      assertThat(message.getUnknownFields().asMap()).isEmpty();
    }
    if (call.status().isOk()) {
      assertThat(call.responses()).isNotEmpty();
      return "OK";
    }
    Details refused = Refused.details(call.status().asRuntimeException(call.trailers()));
    Map<String, Status.Code> told =
        new HashMap<>(DOCUMENTED.get(asked.method().getFullMethodName()));
    told.keySet().removeIf(reason -> !isForeseen(reason));
    assertThat(told).containsEntry(refused.reason(), refused.code());
    assertThat(refused.info().orElseThrow().getDomain()).isEqualTo("plangen.dev");
    assertThat(refused.message()).isNotBlank();
    assertThat(headerBytes(call)).isLessThan(MOST_HEADER_BYTES);
    if (refused.code() == Status.Code.INVALID_ARGUMENT) {
      assertThat(refused.fields())
          .isNotEmpty()
          .allMatch(field -> FieldPaths.names(asked.schema().getInputType(), field));
    } else {
      assertThat(refused.badRequest()).isEmpty();
    }
    return refused.reason();
  }

  /** As they go over a wire: text percent-encoded, bytes as base64. */
  private static int headerBytes(RawCall call) {
    int bytes = 0;
    for (byte b : String.valueOf(call.status().getDescription()).getBytes(StandardCharsets.UTF_8)) {
      bytes += b >= ' ' && b < '~' && b != '%' ? 1 : 3;
    }
    for (String key : call.trailers().keys()) {
      byte[] value = call.trailers().get(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER));
      // HTTP/2 counts 32 bytes for each header.
      bytes += 32 + key.length() + Objects.requireNonNull(value).length * 4 / 3;
    }
    return bytes;
  }

  private static void inParallel(Runnable work) {
    Fanout.map(
        IntStream.range(0, IN_FLIGHT).boxed().toList(),
        Cancellation.create(),
        (_, _) -> {
          work.run();
          return true;
        });
  }

  @Test
  void eachRpcTellsOfItsErrors() {
    assertThat(DocumentedErrors.all()).hasSizeGreaterThan(10);
    for (MethodDescriptor<?, ?> method : METHODS) {
      boolean asksNothing = schema(method).getInputType().getFields().isEmpty();
      assertThat(DocumentedErrors.of(schema(method)).containsKey("INVALID_REQUEST"))
          .as(method.getFullMethodName())
          .isEqualTo(!asksNothing);
    }
  }
}
