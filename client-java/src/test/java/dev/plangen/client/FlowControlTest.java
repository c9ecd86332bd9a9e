package dev.plangen.client;

import static dev.plangen.client.ScriptedServer.streaming;
import static dev.plangen.client.Updates.BEGUN;
import static dev.plangen.client.Updates.RESULT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepData;
import dev.plangen.v1.StepUpdate;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader that is slow holds up a server that looks whether its peer is ready. */
@Timeout(60)
class FlowControlTest {

  private static final SolveRequest REQUEST =
      SolveRequest.newBuilder().setProblem("a problem").build();

  /** Sends as long as the client takes more, as a well-behaved server does. */
  private static final class PoliteSender {
    private final StepUpdate update;
    private final int total;
    final AtomicInteger sent = new AtomicInteger();
    final CountDownLatch heldUp = new CountDownLatch(1);
    final CountDownLatch done = new CountDownLatch(1);

    PoliteSender(StepUpdate update, int total) {
      this.update = update;
      this.total = total;
    }

    void answer(ServerCallStreamObserver<StepUpdate> out) {
      out.setOnReadyHandler(() -> sendWhileReady(out));
    }

    private void sendWhileReady(ServerCallStreamObserver<StepUpdate> out) {
      while (sent.get() < total && out.isReady()) {
        sent.incrementAndGet();
        out.onNext(numbered(sent.get()));
        if (sent.get() == total) {
          out.onNext(RESULT.toBuilder().setSequence(total + 1).build());
          out.onCompleted();
          done.countDown();
          return;
        }
      }
      heldUp.countDown();
    }

    StepUpdate numbered(int sequence) {
      return update.toBuilder().setSequence(sequence).build();
    }
  }

  @Test
  void theServerIsNeverAskedForMoreThanThePrefetch() throws Exception {
    PoliteSender sender = new PoliteSender(BEGUN, 100);
    try (ScriptedServer server = ScriptedServer.inProcess(streaming(sender::answer));
        PlanGenClient client =
            PlanGenClient.builder().channel(server.channel()).prefetch(3).build();
        SolveStream stream = client.solveStream(REQUEST)) {
      // The in-process transport is ready exactly as long as messages are asked for.
      assertThat(sender.heldUp.await(10, SECONDS)).isTrue();
      for (int read = 0; read < 100; read++) {
        assertThat(sender.sent.get()).isBetween(read, read + 3);
        assertThat(stream.next()).isEqualTo(new SolveEvent.Updated(sender.numbered(read + 1)));
      }
      stream.next();
      assertThat(stream.hasNext()).isFalse();
    }
  }

  @Test
  void aReaderThatDoesNotReadHoldsUpAServerOnASocket() throws Exception {
    // 16 MiB in all: HTTP/2 windows, which grow on their own, hold no more than 8 of them.
    StepUpdate update =
        BEGUN.toBuilder()
            .setData(StepData.newBuilder().addConstraints("x".repeat(64 * 1024)))
            .build();
    PoliteSender sender = new PoliteSender(update, 256);
    try (ScriptedServer server = ScriptedServer.onSocket(streaming(sender::answer));
        PlanGenClient client = PlanGenClient.builder().target(server.target()).plaintext().build();
        SolveStream stream = client.solveStream(REQUEST)) {
      // Loopback carries all of it in a fraction of this, unless nobody takes it.
      assertThat(sender.done.await(2, SECONDS)).isFalse();
      for (int read = 0; read < 256; read++) {
        assertThat(stream.next()).isEqualTo(new SolveEvent.Updated(sender.numbered(read + 1)));
      }
      stream.next();
      assertThat(stream.hasNext()).isFalse();
    }
  }
}
