package dev.plangen.testing;

import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StartRunRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A PlanGEN server in this process whose answers the test scripts. It keeps the contract in
 * miniature: run ids and their header, sequences, readers, joining by {@code request_id}, graces,
 * resuming, cancelling, details of errors. It checks of a request what callers most often get
 * wrong, and takes any model, verifier and limit.
 *
 * <pre>{@code
 * try (PlanGenTestServer server = PlanGenTestServer.inProcess()) {
 *   server.solves(SolveScript.solve().candidate("Tuesday, 9:00 to 10:00", 100).select());
 *   MyService service = new MyService(server.channel());
 *   ...
 *   assertThat(server.requests()).hasSize(1);
 * }
 * }</pre>
 *
 * <p>Thread-safe. To be closed when the test is over: that ends all runs and calls.
 */
public final class PlanGenTestServer implements AutoCloseable {

  private final Timers timers = new Timers();

  /** Never shut down: its threads end when they have had nothing to do for a second. */
  private final Executor executor =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "plangen-test");
            thread.setDaemon(true);
            return thread;
          });

  private final RunBook runs = new RunBook(timers, executor);
  private final ModelEndpoint models = new ModelEndpoint(timers, executor);
  private final Wire wire = new Wire();
  private final Server server;
  private final Optional<Relay> relay;
  private final ManagedChannel channel;

  private PlanGenTestServer(
      ServerBuilder<?> listening, Function<PlanGenTestServer, ManagedChannel> connecting) {
    Readers readers = new Readers(timers, executor);
    try {
      server =
          listening
              .executor(executor)
              // The last one sees a call first.
              .intercept(new RunIdHeader())
              .intercept(wire)
              .addService(RunIdHeader.flushed(new PlanGenEndpoint(runs, readers)))
              .addService(RunIdHeader.flushed(new RunEndpoint(runs, readers)))
              .addService(RunIdHeader.flushed(models))
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // In-process servers have no port.
    relay =
        server.getPort() > 0
            ? Optional.of(new Relay(server.getPort(), executor))
            : Optional.empty();
    channel = connecting.apply(this);
  }

  /** Starts a server that is reached by {@link #channel} only. */
  public static PlanGenTestServer inProcess() {
    String name = InProcessServerBuilder.generateName();
    return new PlanGenTestServer(
        InProcessServerBuilder.forName(name),
        server -> InProcessChannelBuilder.forName(name).build());
  }

  /**
   * Starts a server that listens on a free port of the loopback. Needs a transport of gRPC on the
   * class path, such as grpc-netty-shaded.
   */
  public static PlanGenTestServer onSocket() {
    return new PlanGenTestServer(
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create()),
        server ->
            Grpc.newChannelBuilder(server.target(), InsecureChannelCredentials.create()).build());
  }

  /** Returns a channel to this server, which closes with it. */
  public ManagedChannel channel() {
    return channel;
  }

  /**
   * Returns where this server listens, as {@code 127.0.0.1:PORT}: no TLS.
   *
   * @throws IllegalStateException if it is not on a socket
   */
  public String target() {
    return "127.0.0.1:" + relay().port();
  }

  /**
   * Adds scripts for the runs to come, one each, in this order, whether {@code Solve}, {@code
   * SolveStream} or {@code StartRun} begins them. A call that joins a run takes none.
   */
  public void solves(SolveScript... scripts) {
    for (SolveScript script : scripts) {
      check(script);
      runs.solves(script);
    }
  }

  /**
   * Plays this script to every request of a kind, which then takes none from the queue. Of several
   * that would do, the first.
   */
  public void solves(Predicate<SolveRequest> requests, SolveScript script) {
    check(script);
    runs.solves(requests, script);
  }

  /** A script that cannot be played is the test's mistake, not a caller's. */
  private static void check(SolveScript script) {
    script.acts(SolveRequest.getDefaultInstance());
  }

  /** Refuses one solve, in the place of a script: no run begins, and it has cost nothing. */
  public void refusesSolve(Failure failure) {
    runs.refuses(failure);
  }

  /** Adds scripts for the generations to come, one each, in this order. */
  public void generates(GenerateScript... scripts) {
    List.of(scripts).forEach(models::add);
  }

  /** Answers one call to this RPC with this message, before any script is asked. */
  public <Q, A> void answers(MethodDescriptor<Q, A> rpc, A message) {
    wire.add(rpc, call -> answer(call, message));
  }

  @SuppressWarnings("unchecked")
  private static <A> void answer(ServerCall<?, ?> call, A message) {
    // The call is one to the RPC of this message.
    ServerCall<?, A> typed = (ServerCall<?, A>) call;
    typed.sendHeaders(new Metadata());
    typed.sendMessage(message);
    typed.close(Status.OK, new Metadata());
  }

  /** Refuses one call to this RPC. */
  public void refuses(MethodDescriptor<?, ?> rpc, Failure failure) {
    StatusRuntimeException status = Statuses.of(failure);
    wire.add(
        rpc, call -> call.close(status.getStatus(), Objects.requireNonNull(status.getTrailers())));
  }

  /** Breaks the connection of one call to this RPC before anything has come of it. */
  public void drops(MethodDescriptor<?, ?> rpc) {
    wire.add(
        rpc,
        call -> call.close(Statuses.broken(Status.Code.UNAVAILABLE).getStatus(), new Metadata()));
  }

  /** Returns the solves that were asked for, by any RPC and refused ones too, in their order. */
  public List<SolveRequest> requests() {
    return wire.received().stream()
        .map(message -> message instanceof StartRunRequest start ? start.getRequest() : message)
        .filter(SolveRequest.class::isInstance)
        .map(SolveRequest.class::cast)
        .toList();
  }

  /** Returns what was sent to this RPC, in its order. */
  @SuppressWarnings("unchecked")
  public <Q> List<Q> received(MethodDescriptor<Q, ?> rpc) {
    return (List<Q>) wire.received(rpc.getFullMethodName());
  }

  /** Returns the ids of the runs that were cancelled, deleted ones too, in the order of starts. */
  public List<String> cancelledRuns() {
    return runs.cancelled();
  }

  /** Returns how many calls are open. */
  public int openCalls() {
    return wire.open();
  }

  /**
   * Waits until something is so, for example {@code server.await(s -> s.openCalls() == 0, limit)}.
   *
   * @throws AssertionError if it is not so within {@code limit}
   */
  public void await(Predicate<PlanGenTestServer> condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.test(this)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            "not so within "
                + limit
                + ": "
                + openCalls()
                + " calls are open, "
                + requests().size()
                + " solves were asked for, "
                + cancelledRuns().size()
                + " were cancelled");
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  /**
   * Lets this much time pass at once for delays, graces and heartbeats. The deadlines of callers
   * are their own, and stay in real time.
   */
  public void advance(Duration time) {
    timers.advance(time);
  }

  /**
   * Cuts all connections, as a network does; new ones are taken. To its runs, their readers have
   * left. For a break at a certain place see {@link SolveScript#drop()}.
   *
   * @throws IllegalStateException if this server is not on a socket
   */
  public void cutConnections() {
    relay().cut();
  }

  private Relay relay() {
    return relay.orElseThrow(
        () -> new IllegalStateException("this server is in-process: begin with onSocket()"));
  }

  @Override
  public void close() {
    channel.shutdownNow();
    relay.ifPresent(Relay::close);
    server.shutdownNow();
    runs.close();
    try {
      if (!server.awaitTermination(5, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a call does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    timers.close();
  }
}
