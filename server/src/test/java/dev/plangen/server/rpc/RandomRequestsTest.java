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
import dev.plangen.server.testing.FollowUps;
import dev.plangen.server.testing.FollowUps.FollowUp;
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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Requests made up at random, of every RPC, valid and not, over a real socket: each ends with a
 * status that the contract tells of, or with the answer. Some go on from what earlier answers have
 * told, and some calls bring no request or two. {@code -Dplangen.random.seed} takes other requests,
 * {@code -Dplangen.random.requests} more.
 */
class RandomRequestsTest {

  private static final long SEED = Long.getLong("plangen.random.seed", 1);
  private static final int REQUESTS = Integer.getInteger("plangen.random.requests", 20_000);
  private static final int IN_FLIGHT = 32;
  private static final long LIMIT_SECONDS = 20;

  /** What is read; beyond it a refusal is its own. */
  private static final int MOST_REQUEST_BYTES = RequestBounds.LONGEST_REQUEST;

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

  /**
   * Not what the model's provider, the server's end or its bugs would be to blame for, nor what
   * only a server tells that asks who calls. CANCELLED is: a call may read a run that another one
   * cancels.
   */
  private static boolean isForeseen(String reason) {
    return reason.equals("MODEL_NOT_FOUND")
        || !(reason.startsWith("MODEL_")
            || reason.startsWith("SERVER_")
            || reason.startsWith("AUTHENTICATION_")
            || reason.equals("UNAUTHENTICATED")
            || reason.equals("PERMISSION_DENIED")
            || reason.equals("DEADLINE_EXCEEDED")
            || reason.equals("INTERNAL"));
  }

  /**
   * A call.
   *
   * @param what it does if it goes on from an earlier answer, else its RPC
   * @param times how often its request is sent
   */
  record Asked(
      MethodDescriptor<?, ?> method,
      Descriptors.MethodDescriptor schema,
      String what,
      Message message,
      int times) {
    @Override
    public String toString() {
      String text = message.toString();
      return method.getFullMethodName()
          + " ("
          + what
          + ", sent "
          + times
          + " times) "
          + text.substring(0, Math.min(2_000, text.length()));
    }
  }

  private final FollowUps followUps = new FollowUps();

  private Asked asked(int number) {
    // Not the next of one generator: a request can be made again without those before it, unless it
    // goes on from their answers.
    var random = new Random(SEED * 1_000_003 + number);
    MethodDescriptor<?, ?> method = METHODS.get(random.nextInt(METHODS.size()));
    Descriptors.MethodDescriptor schema = schema(method);
    int times = random.nextInt(50) == 0 ? 2 * random.nextInt(2) : 1;
    Optional<FollowUp> followUp =
        random.nextInt(3) == 0 ? followUps.next(schema.getName(), random) : Optional.empty();
    Message message =
        followUp
            .map(FollowUp::message)
            .orElseGet(() -> new RandomMessages(random).next(schema.getInputType()));
    String what = followUp.map(FollowUp::what).orElse("random");
    return new Asked(method, schema, what, message, times);
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
        var server = TestServer.onSocket(new QuickModel())) {
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
    assertThat(reasons(outcomes))
        .contains("INVALID_REQUEST", "MODEL_NOT_FOUND", "RUN_NOT_FOUND", "REQUEST_ID_REUSED");
    for (MethodDescriptor<?, ?> method : METHODS) {
      String rpc = schema(method).getName() + " ";
      assertThat(outcomes.keySet())
          .anyMatch(outcome -> outcome.startsWith(rpc) && outcome.endsWith(" OK"))
          .anyMatch(outcome -> outcome.startsWith(rpc) && !outcome.endsWith(" OK"));
    }
    assertThat(outcomes)
        .containsKeys(
            "GetRun look OK",
            "WatchRun watch OK",
            "CancelRun cancel OK",
            "DeleteRun delete OK",
            "ListRuns page OK",
            "Solve repeat OK",
            "SolveStream repeat OK",
            "Solve base OK",
            "SolveStream base OK",
            "StartRun base OK");
  }

  private static Set<String> reasons(Map<String, LongAdder> outcomes) {
    return outcomes.keySet().stream()
        .map(outcome -> outcome.substring(outcome.lastIndexOf(' ') + 1))
        .collect(Collectors.toSet());
  }

  /** Returns what was asked and what became of it. */
  private String ask(TestServer server, int number) {
    Asked asked = asked(number);
    try {
      byte[] request = asked.message().toByteArray();
      RawCall call = call(server, asked.method(), Collections.nCopies(asked.times(), request));
      String outcome = check(asked, call);
      String rpc = asked.schema().getName();
      if (call.status().isOk()) {
        followUps.learn(rpc, request, call.responses());
      }
      return rpc + " " + asked.what() + " " + outcome;
    } catch (Exception | AssertionError e) {
      throw new AssertionError("seed " + SEED + ", request " + number + ": " + asked, e);
    }
  }

  private static RawCall call(
      TestServer server, MethodDescriptor<?, ?> method, List<byte[]> requests)
      throws InterruptedException, ExecutionException, TimeoutException {
    return RawCall.start(server.channel(), method, requests).get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** What became of it, in a word. */
  private static String check(Asked asked, RawCall call) throws InvalidProtocolBufferException {
    for (byte[] response : call.responses()) {
      var message = DynamicMessage.parseFrom(asked.schema().getOutputType(), response);
      assertThat(message.getUnknownFields().asMap()).isEmpty();
    }
    if (call.status().isOk()) {
      assertThat(asked.times()).isEqualTo(1);
      // Of a run whose last update was passed, nothing is sent.
      assertThat(call.responses().isEmpty() && !asked.schema().getName().equals("WatchRun"))
          .isFalse();
      return "OK";
    }
    Details refused = Refused.details(call.status().asRuntimeException(call.trailers()));
    if (asked.times() > 0 && asked.message().getSerializedSize() > MOST_REQUEST_BYTES) {
      assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      return "TOO_LONG";
    }
    assertThat(refused.info()).as(refused.everything()).isPresent();
    Map<String, Status.Code> told =
        new HashMap<>(DOCUMENTED.get(asked.method().getFullMethodName()));
    told.keySet().removeIf(reason -> !isForeseen(reason));
    if (asked.times() != 1) {
      assertThat(refused.fields()).containsExactly("request");
      return refused.reason();
    }
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
      // HTTP/2 counts 32 bytes for each header.
      bytes += 32 + key.length() + valueBytes(call.trailers(), key);
    }
    return bytes;
  }

  private static int valueBytes(Metadata trailers, String key) {
    if (!key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
      var name = Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER);
      return Objects.requireNonNull(trailers.get(name)).length();
    }
    var name = Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER);
    return Objects.requireNonNull(trailers.get(name)).length * 4 / 3;
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
