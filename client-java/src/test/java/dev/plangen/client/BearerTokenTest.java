package dev.plangen.client;

import static dev.plangen.client.ScriptedServer.streaming;
import static dev.plangen.client.Updates.RESULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.plangen.v1.SolveRequest;
import io.grpc.CallCredentials;
import io.grpc.ChannelCredentials;
import io.grpc.ChoiceChannelCredentials;
import io.grpc.CompositeChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server sees of a token. */
@Timeout(30)
class BearerTokenTest {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final CallCredentials NOTHING =
      new CallCredentials() {
        @Override
        public void applyRequestMetadata(
            RequestInfo request, Executor executor, MetadataApplier applier) {
          applier.apply(new Metadata());
        }
      };

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private Server server;

  @BeforeEach
  void start() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(
                streaming(
                    out -> {
                      out.onNext(RESULT);
                      out.onCompleted();
                    }))
            .intercept(
                new ServerInterceptor() {
                  @Override
                  public <Q, A> ServerCall.Listener<Q> interceptCall(
                      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                    seen.add(headers.get(AUTHORIZATION));
                    return next.startCall(call, headers);
                  }
                })
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @Test
  void theTokenIsAskedForWithEveryCall() {
    AtomicInteger calls = new AtomicInteger();
    try (PlanGenClient client =
        PlanGenClient.builder()
            .target("localhost:" + server.getPort())
            .plaintext()
            .token(() -> "token-" + calls.incrementAndGet())
            .build()) {
      client.solve(SolveRequest.newBuilder().setProblem("p").build());
      client.solve(SolveRequest.newBuilder().setProblem("p").build());
    }

    assertThat(seen).startsWith("Bearer token-1", "Bearer token-2");
  }

  @Test
  void whiteSpaceAroundATokenIsNotSent() {
    try (PlanGenClient client = client("token\r\n")) {
      client.solve(SolveRequest.newBuilder().setProblem("p").build());
    }

    assertThat(seen).startsWith("Bearer token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "secret\nsecret", "secret secret", "secrét"})
  void aTokenThatCannotBeSentEndsTheCallAndIsNotTold(String token) {
    SolveRequest request = SolveRequest.newBuilder().setProblem("p").build();
    try (PlanGenClient client = client(token)) {
      Throwable thrown = catchThrowable(() -> client.solve(request));

      assertThat(thrown).hasStackTraceContaining("visible ASCII");
      assertThat(Throwables.getStackTrace(thrown)).doesNotContain("secret", "secrét");
    }

    assertThat(seen).isEmpty();
  }

  private PlanGenClient client(String token) {
    return PlanGenClient.builder()
        .target("localhost:" + server.getPort())
        .plaintext()
        .token(() -> token)
        .build();
  }

  @Test
  void aTokenThatCannotBeHadEndsTheCall() {
    try (PlanGenClient client =
        PlanGenClient.builder()
            .target("127.0.0.1:" + server.getPort())
            .plaintext()
            .token(
                () -> {
                  throw new IllegalStateException("no token");
                })
            .build()) {
      SolveRequest request = SolveRequest.newBuilder().setProblem("p").build();
      assertThatExceptionOfType(PlanGenException.class).isThrownBy(() -> client.solve(request));
    }

    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "planner.acme:9090",
        "dns:///10.0.0.1:9090",
        "localhost.acme:9090",
        "127.0.0.1.acme:1"
      })
  void noTokenGoesInPlaintextToAnotherMachine(String target) {
    PlanGenClient.Builder client = PlanGenClient.builder().target(target).token(() -> "token");

    assertThatIllegalStateException().isThrownBy(() -> client.plaintext().build());
    for (ChannelCredentials overheard :
        List.of(
            CompositeChannelCredentials.create(InsecureChannelCredentials.create(), NOTHING),
            ChoiceChannelCredentials.create(
                TlsChannelCredentials.create(), InsecureChannelCredentials.create()))) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  PlanGenClient.builder()
                      .target(target)
                      .token(() -> "token")
                      .credentials(overheard)
                      .build());
    }
    client.credentials(TlsChannelCredentials.create()).build().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:9090", "dns:///127.0.0.1:9090", "[::1]:9090", "LOCALHOST:1"})
  void aTokenGoesInPlaintextToThisMachine(String target) {
    PlanGenClient.builder().target(target).plaintext().token(() -> "token").build().close();
  }
}
