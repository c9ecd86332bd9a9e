package dev.plangen.server.fuzz;

import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StartRunRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Gives a server runs to keep until it can't: for one whose heap is smaller than its retention. */
final class Glut {

  private static final int MOST_RUNS = 2000;

  private static final StartRunRequest LARGE =
      StartRunRequest.newBuilder()
          .setRequest(SolveRequest.newBuilder().setProblem("Plan! ".repeat(20_000)))
          .build();

  private Glut() {}

  /**
   * Returns when the server has gone, or has taken all.
   *
   * @param args the port of the loopback
   */
  public static void main(String[] args) {
    ManagedChannel channel = TestServer.connect(Integer.parseInt(args[0]));
    try {
      for (int i = 0; i < MOST_RUNS; i++) {
        var _ = RunServiceGrpc.newBlockingStub(channel).startRun(LARGE);
      }
      System.err.println("it has taken " + MOST_RUNS + " runs and lives");
    } catch (StatusRuntimeException e) {
      System.err.println(e.getStatus().getCode() == Status.Code.UNAVAILABLE ? "it has gone" : e);
    } finally {
      channel.shutdownNow();
    }
  }
}
