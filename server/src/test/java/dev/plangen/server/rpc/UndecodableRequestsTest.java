package dev.plangen.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.testing.QuickModel;
import dev.plangen.server.testing.QuietRuns;
import dev.plangen.server.testing.RandomMessages;
import dev.plangen.server.testing.RawCall;
import dev.plangen.server.testing.Refused;
import dev.plangen.server.testing.Refused.Details;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.RoleModels;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.VerifyPlanRequest;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests whose bytes are no message, or another one than was meant; or not one request. */
class UndecodableRequestsTest {

  private static final long SEED = Long.getLong("plangen.random.seed", 1);
  private static final int REQUESTS = 3_000;

  /** What is read. */
  private static final int MOST_BYTES = RequestBounds.LONGEST_REQUEST;

  private static final List<MethodDescriptor<?, ?>> METHODS =
      Stream.of(
              PlanGenServiceGrpc.getServiceDescriptor(),
              RunServiceGrpc.getServiceDescriptor(),
              ModelServiceGrpc.getServiceDescriptor())
          .flatMap(service -> service.getMethods().stream())
          .toList();

  @Test
  @Timeout(60)
  void bytesThatAreNoMessageAreAnInvalidRequest() throws Exception {
    int undecodable = 0;
    try (var _ = new QuietRuns();
        var server = TestServer.onSocket(new QuickModel())) {
      for (int number = 0; number < REQUESTS; number++) {
        var random = new Random(SEED * 1_000_003 + number);
        MethodDescriptor<?, ?> method = METHODS.get(random.nextInt(METHODS.size()));
        Descriptor type = input(method);
        byte[] bytes = damaged(new RandomMessages(random), type, random);
        RawCall call = call(server, method, List.of(bytes));
        String asked = "seed " + SEED + ", request " + number + ": " + method.getFullMethodName();
        if (bytes.length <= MOST_BYTES && !isDecodable(type, bytes)) {
          undecodable++;
          assertRefused(asked, call);
        }
        assertThat(call.status().getCode())
            .as(asked)
            .isIn(
                Status.Code.OK,
                Status.Code.INVALID_ARGUMENT,
                Status.Code.NOT_FOUND,
                Status.Code.ALREADY_EXISTS,
                Status.Code.RESOURCE_EXHAUSTED);
      }
    }
    assertThat(undecodable).isGreaterThan(REQUESTS / 5);
  }

  @Test
  void noRequestAndSeveralAreAnInvalidRequest() throws Exception {
    byte[] empty = {};
    try (var _ = new QuietRuns();
        var server = TestServer.onSocket(new QuickModel())) {
      for (MethodDescriptor<?, ?> method : METHODS) {
        String name = method.getFullMethodName();
        assertRefused(name + ", none", call(server, method, List.of()));
        assertRefused(name + ", two", call(server, method, List.of(empty, empty)));
        assertRefused(name + ", three", call(server, method, List.of(empty, empty, empty)));
      }
    }
  }

  /** It is refused while it is read, where the server has no say: the contract tells of it. */
  @Test
  void aRequestThatIsTooLongEndsAsGrpcHasIt() throws Exception {
    try (var _ = new QuietRuns();
        var server = TestServer.onSocket(new QuickModel())) {
      RawCall call = call(server, METHODS.getFirst(), List.of(new byte[MOST_BYTES + 1]));

      assertThat(call.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(Refused.details(call.status().asRuntimeException(call.trailers())).info())
          .isEmpty();
    }
  }

  /** A request whose every text is as long as it may be is only told what is not there. */
  @Test
  void noValidRequestIsTooLong() throws Exception {
    String text = "x".repeat(TextBounds.INPUT_BYTES);
    String id = "x".repeat(255);
    List<String> constraints =
        Collections.nCopies(
            TextBounds.MOST_CONSTRAINTS,
            "x".repeat(TextBounds.CONSTRAINTS_BYTES / TextBounds.MOST_CONSTRAINTS));
    List<String> verifiers = IntStream.range(0, 8).mapToObj(i -> id + i).toList();
    SolveRequest.Builder solve =
        SolveRequest.newBuilder()
            .setProblem(text)
            .setRequestId("x".repeat(128))
            .setModel(id)
            .setRoleModels(RoleModels.newBuilder().setConstraints(id).setVerify(id).setSelect(id))
            .addAllConstraints(constraints)
            .addAllVerifiers(verifiers)
            .setPromptProfile("x".repeat(64));
    IntStream.range(0, 32)
        .forEach(i -> solve.putLabels("k".repeat(61) + (10 + i), "x".repeat(255)));
    var verify =
        VerifyPlanRequest.newBuilder()
            .setProblem(text)
            .setPlan(text)
            .addAllConstraints(constraints)
            .addAllVerifiers(verifiers)
            .setModel(id)
            .setPromptProfile("x".repeat(64));
    var generate = GenerateRequest.newBuilder().setPrompt(text).setSystemPrompt(text).setModel(id);
    try (var _ = new QuietRuns();
        var server = TestServer.onSocket(new QuickModel())) {
      assertRead(server, PlanGenServiceGrpc.getSolveMethod(), solve.build());
      assertRead(server, PlanGenServiceGrpc.getVerifyPlanMethod(), verify.build());
      assertRead(server, ModelServiceGrpc.getGenerateMethod(), generate.build());
    }
  }

  private static void assertRead(TestServer server, MethodDescriptor<?, ?> method, Message request)
      throws Exception {
    RawCall call = call(server, method, List.of(request.toByteArray()));
    assertThat(Refused.details(call.status().asRuntimeException(call.trailers())).reason())
        .isIn("MODEL_NOT_FOUND", "VERIFIER_NOT_FOUND", "PROFILE_NOT_FOUND");
  }

  private static RawCall call(
      TestServer server, MethodDescriptor<?, ?> method, List<byte[]> requests) throws Exception {
    return RawCall.start(server.channel(), method, requests).get(20, TimeUnit.SECONDS);
  }

  private static void assertRefused(String asked, RawCall call) {
    Details refused = Refused.details(call.status().asRuntimeException(call.trailers()));
    assertThat(refused.code()).as(asked).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.reason()).as(asked).isEqualTo("INVALID_REQUEST");
    assertThat(refused.fields()).as(asked).containsExactly("request");
    assertThat(call.responses()).as(asked).isEmpty();
  }

  private static byte[] damaged(RandomMessages messages, Descriptor type, Random random) {
    byte[] bytes = messages.next(type).toByteArray();
    if (bytes.length == 0 || random.nextInt(3) == 0) {
      return messages.anyBytes(1 + random.nextInt(60));
    }
    if (random.nextBoolean()) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    for (int i = 0; i <= random.nextInt(4); i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private static boolean isDecodable(Descriptor type, byte[] bytes) {
    try {
      var _ = DynamicMessage.parseFrom(type, bytes);
      return true;
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private static Descriptor input(MethodDescriptor<?, ?> method) {
    return ((ProtoMethodDescriptorSupplier) method.getSchemaDescriptor())
        .getMethodDescriptor()
        .getInputType();
  }
}
