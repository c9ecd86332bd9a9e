package dev.plangen.server.plugin;

import static dev.plangen.server.plugin.Chunks.at;
import static dev.plangen.server.plugin.Chunks.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.server.concurrent.Alarm;
import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.TextSink;
import dev.plangen.server.plugin.Destination.Plaintext;
import dev.plangen.server.plugin.Destination.Tls;
import dev.plangen.server.testing.Certificates;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.RecordingSink;
import dev.plangen.server.tls.IdentityFiles;
import dev.plangen.v1.GenerateChunk;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.ServerCallStreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a socket shows: cancel, deadline, flow control, and remotes that go and come back. */
class RemoteModelSocketTest {

  /** Far above the few milliseconds that it takes, far below what any timeout would take. */
  private static final Duration PROMPT = Duration.ofSeconds(2);

  private final RecordingSink sink = new RecordingSink();

  @Test
  void aCancelBeforeTheFirstChunkClosesTheCall() {
    try (var remote = Remote.onSocket(Remote.model(Chunks.stalling()));
        var connection = connect(remote)) {
      var cancellation = Cancellation.create();
      var result = start(connection, sink, cancellation);
      SeenCalls.Call call = remote.seen.await(1);

      assertClosedAtOnce(cancellation, call, result);
    }
  }

  @Test
  void aCancelInTheStreamClosesTheCall() {
    try (var remote = Remote.onSocket(Remote.model(Chunks.stalling(at(0, "half"))));
        var connection = connect(remote)) {
      var cancellation = Cancellation.create();
      var result = start(connection, sink, cancellation);
      Conditions.await(() -> sink.text().equals("half"));

      assertClosedAtOnce(cancellation, remote.seen.await(1), result);
    }
  }

  @Test
  void anInterruptClosesTheCall() throws Exception {
    try (var remote = Remote.onSocket(Remote.model(Chunks.stalling(at(0, "half"))));
        var connection = connect(remote)) {
      var stillSet = new CompletableFuture<Boolean>();
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      generate(connection, sink, Cancellation.create());
                    } catch (CancellationException e) {
                      stillSet.complete(Thread.currentThread().isInterrupted());
                    }
                  });
      Conditions.await(() -> sink.text().equals("half"));

      thread.interrupt();

      assertThat(stillSet.get(2, TimeUnit.SECONDS)).isTrue();
      remote.seen.await(1).awaitCancelled(PROMPT);
    }
  }

  private static void assertClosedAtOnce(
      Cancellation cancellation, SeenCalls.Call call, CompletableFuture<Completion> result) {
    long cancelled = System.nanoTime();
    cancellation.cancel();

    assertThat(call.awaitCancelled(PROMPT) - cancelled).isLessThan(PROMPT.toNanos());
    assertThatThrownBy(() -> result.get(2, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void nothingIsSentAfterACancel() {
    try (var remote = Remote.onSocket(Remote.model(Chunks.script(end(0))));
        var connection = connect(remote)) {
      var cancellation = Cancellation.create();
      cancellation.cancel();

      assertThatThrownBy(() -> generate(connection, sink, cancellation))
          .isInstanceOf(CancellationException.class);
      assertThat(sink.begun()).isZero();
      generate(connection, sink, Cancellation.create());
      assertThat(remote.seen.count()).isEqualTo(1);
    }
  }

  @Test
  void theConfiguredTimeoutReachesTheRemote() {
    try (var remote = Remote.onSocket(Remote.model(Chunks.script(end(0))));
        var connection = connect(remote)) {
      generate(connection, sink, Cancellation.create());

      assertThat(remote.seen.await(1).timeLeft())
          .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    }
  }

  @Test
  void theDeadlineOfTheWorkReachesTheRemoteIfItComesFirst() {
    try (var remote = Remote.onSocket(Remote.model(Chunks.script(end(0))));
        var connection = connect(remote)) {
      Instant end = Instant.now().plusSeconds(60);
      generate(connection, sink, Cancellation.create(() -> Optional.of(end)));

      assertThat(remote.seen.await(1).timeLeft())
          .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }
  }

  /** Who cancels knows whether it was a deadline, a budget or a caller. */
  @Test
  void aDeadlineOfTheWorkIsLeftToItsOwner() {
    try (var remote = Remote.onSocket(Remote.model(Chunks.stalling(at(0, "half"))));
        var connection = connect(remote)) {
      Instant end = Instant.now().plusMillis(200);
      Cancellation cancellation = Cancellation.create(() -> Optional.of(end));
      try (Alarm _ = Alarm.after(Duration.ofMillis(220), cancellation::cancel)) {
        assertThatThrownBy(() -> generate(connection, sink, cancellation))
            .isInstanceOf(CancellationException.class);
      }
    }
  }

  /** A reader with more time may have joined. */
  @Test
  void workThatWasGivenMoreTimeMayRepeatACallThatWasCutOff() {
    try (var remote = Remote.onSocket(Remote.model(Chunks.stalling(at(0, "half"))));
        var connection = connect(remote)) {
      Instant end = Instant.now().plusMillis(200);

      ModelFailed failed = failure(connection, sink, Cancellation.create(() -> Optional.of(end)));

      assertThat(failed.kind()).isEqualTo(ModelFailed.Kind.UNAVAILABLE);
    }
  }

  @Test
  void aReaderThatIsHeldUpHoldsTheRemoteUp() throws Exception {
    var sent = new AtomicLong();
    var full = new CompletableFuture<Void>();
    try (var remote = Remote.onSocket(Remote.model((_, out) -> endless(out, sent, full)));
        var connection = connect(remote)) {
      var held = new CountDownLatch(1);
      var cancellation = Cancellation.create();
      var result =
          start(
              connection,
              new TextSink() {
                @Override
                public GenerationOptions begin(GenerationOptions wished) {
                  return wished;
                }

                @Override
                public void append(String piece) {
                  try {
                    held.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }
              },
              cancellation);

      // What HTTP/2 and gRPC hold for one stream; without flow control it would not end here.
      full.get(10, TimeUnit.SECONDS);
      assertThat(sent.get()).isLessThan(8 << 20);

      held.countDown();
      Conditions.await(() -> sent.get() > 16 << 20);
      assertClosedAtOnce(cancellation, remote.seen.await(1), result);
    }
  }

  /** Writes as long as there is room, on gRPC's own thread. */
  private static void endless(
      ServerCallStreamObserver<GenerateChunk> out, AtomicLong sent, CompletableFuture<Void> full) {
    String piece = "x".repeat(64 << 10);
    out.setOnReadyHandler(
        () -> {
          while (out.isReady()) {
            out.onNext(at(sent.getAndAdd(piece.length()), piece));
          }
          full.complete(null);
        });
    out.setOnCancelHandler(() -> {});
  }

  @Test
  void aRemoteThatIsKilledInTheStreamIsUnavailableAndServesAgainWhenItIsBack() {
    Remote first = Remote.onSocket(Remote.model(Chunks.stalling(at(0, "half"))));
    try (var connection = connect(first)) {
      var result = start(connection, sink, Cancellation.create());
      Conditions.await(() -> sink.text().equals("half"));

      first.close();

      assertThat(unavailable(result)).isTrue();
      assertThat(sink.refusals()).isZero();
      assertThat(failure(connection, sink, Cancellation.create()).kind())
          .isEqualTo(ModelFailed.Kind.UNAVAILABLE);
      Conditions.await(() -> !connection.isServing());
      try (var _ =
          Remote.onSocket(
              first.port(),
              InsecureServerCredentials.create(),
              Remote.model(Chunks.script(at(0, "whole"), end(5))))) {
        Conditions.await(connection::isServing);
        generate(connection, sink, Cancellation.create());
        assertThat(sink.text()).isEqualTo("whole");
      }
    } finally {
      first.close();
    }
  }

  @Test
  void aRemoteThatIsNotReachedHasWrittenNothing() {
    Remote gone = Remote.onSocket();
    gone.close();
    // No name has a part of 64 letters, which is known without asking a name server.
    for (String target : List.of("127.0.0.1:" + gone.port(), "x".repeat(64) + ":1")) {
      assertNothingWritten(new Destination(target, new Plaintext(), Optional.empty()));
    }
  }

  @Test
  void neitherHasOneWhoseCertificateNobodyVouchesFor(@TempDir Path directory) throws Exception {
    IdentityFiles unknown = Certificates.create(directory, "unknown");
    ServerCredentials credentials =
        TlsServerCredentials.create(unknown.certificate().toFile(), unknown.key().toFile());
    try (var remote = Remote.onSocket(0, credentials)) {
      assertNothingWritten(
          new Destination(
              "localhost:" + remote.port(),
              new Tls(Optional.empty(), Optional.empty()),
              Optional.empty()));
    }
  }

  private static void assertNothingWritten(Destination destination) {
    var sink = new RecordingSink();
    try (var connection = Connection.toModel(Remote.ID, destination, _ -> {})) {
      assertThat(failure(connection, sink, Cancellation.create()).kind())
          .isEqualTo(ModelFailed.Kind.UNAVAILABLE);
    }
    assertThat(sink.begun()).isEqualTo(1);
    assertThat(sink.refusals()).isEqualTo(1);
  }

  @Test
  void aChunkThatIsLongerThanGrpcReadsIsNoRefusal() {
    try (var remote =
            Remote.onSocket(Remote.model(Chunks.stalling(at(0, "x".repeat((4 << 20) + 1)))));
        var connection = connect(remote)) {
      ModelFailed failed = failure(connection, sink, Cancellation.create());

      assertThat(failed.kind()).isEqualTo(ModelFailed.Kind.MISCONFIGURED);
      assertThat(failed.message()).contains("ModelService", "more at once");
      assertThat(sink.refusals()).isZero();
      remote.seen.await(1).awaitCancelled(PROMPT);
    }
  }

  private static boolean unavailable(CompletableFuture<Completion> result) {
    Throwable thrown = result.handle((_, failed) -> failed).orTimeout(10, TimeUnit.SECONDS).join();
    return thrown instanceof FailureException e
        && e.failure() instanceof ModelFailed failed
        && failed.kind() == ModelFailed.Kind.UNAVAILABLE;
  }

  private static Connection connect(Remote remote) {
    return Connection.toModel(Remote.ID, Remote.at(remote.port()), _ -> {});
  }

  private static Completion generate(
      Connection connection, TextSink sink, Cancellation cancellation) {
    var settings =
        new RemoteModelSettings(Remote.ID, Optional.empty(), Set.of(), Remote.CALL_TIMEOUT);
    return new RemoteModel(settings, connection)
        .generate(
            new Prompt("", "Plan a trip."),
            new GenerationOptions(
                OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty(), Set.of()),
            sink,
            cancellation);
  }

  private static ModelFailed failure(
      Connection connection, TextSink sink, Cancellation cancellation) {
    return (ModelFailed)
        catchThrowableOfType(FailureException.class, () -> generate(connection, sink, cancellation))
            .failure();
  }

  /** On a virtual thread that nothing interrupts. */
  private static CompletableFuture<Completion> start(
      Connection connection, TextSink sink, Cancellation cancellation) {
    CompletableFuture<Completion> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(generate(connection, sink, cancellation));
              } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
              }
            });
    return result;
  }
}
