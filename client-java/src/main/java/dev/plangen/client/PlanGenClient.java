package dev.plangen.client;

import dev.plangen.v1.ExtractConstraintsRequest;
import dev.plangen.v1.ExtractConstraintsResponse;
import dev.plangen.v1.GeneratePlanRequest;
import dev.plangen.v1.GeneratePlanResponse;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.GenerateResponse;
import dev.plangen.v1.ListAlgorithmsRequest;
import dev.plangen.v1.ListAlgorithmsResponse;
import dev.plangen.v1.ListModelsRequest;
import dev.plangen.v1.ListModelsResponse;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc.PlanGenServiceBlockingStub;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.VerifyPlanRequest;
import dev.plangen.v1.VerifyPlanResponse;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.Deadline;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Solves planning problems on a PlanGEN server.
 *
 * <p>A solve is not lost with its connection. The client gives a request a request_id, if it has
 * none, and a disconnect_grace of 30 seconds, and comes back to its run by itself; its reader sees
 * no gap and nothing twice. Where the run itself is lost, the request is solved again, which {@link
 * SolveEvent.Restarted} tells. A caller that leaves cancels the run, so that nothing goes on
 * unread; one that is killed costs no more than the grace. A run whose request says
 * ON_DISCONNECT_CONTINUE goes on; one whose request_id is the caller's own, and which others may be
 * reading, ends when its last reader has been gone for the grace.
 *
 * <p>Refusals, and failures of solves, that come with a time after which to retry are retried then,
 * within the deadline and as often as {@link Builder#retries} says. All others are thrown: {@link
 * PlanGenException}.
 *
 * <p>Thread-safe; make one for each server and keep it, as it holds the connection.
 */
public final class PlanGenClient implements AutoCloseable {

  /** How long a call that only looks may take. */
  private static final Duration LOOKING = Duration.ofSeconds(30);

  private final Line line;
  private final Duration deadline;
  private final int prefetch;
  private final int retries;

  private PlanGenClient(Line line, Builder settings) {
    this.line = line;
    this.deadline = settings.deadline;
    this.prefetch = settings.prefetch;
    this.retries = settings.retries;
  }

  /** Begins a client. Give it a target or a channel. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Solves a problem and returns the result when it is there. Interrupting the calling thread
   * cancels the run; the thread stays interrupted.
   *
   * @throws PlanGenException if the run failed, the server could not be reached, the deadline
   *     passed, or the thread was interrupted (code CANCELLED)
   */
  public SolveResponse solve(SolveRequest request) {
    try (SolveStream events = solveStream(request.toBuilder().clearStreamOptions().build())) {
      while (true) {
        if (events.next() instanceof SolveEvent.Updated updated && updated.update().hasResult()) {
          return SolveResponse.newBuilder()
              .setRunId(updated.runId())
              .setResult(updated.update().getResult())
              .build();
        }
      }
    }
  }

  /**
   * Solves a problem and streams what is happening while it happens. Returns at once; whatever goes
   * wrong, an unreachable server too, is told by the stream.
   *
   * @return the events; the caller closes it
   */
  public SolveStream solveStream(SolveRequest request) {
    return stream(Origin.Solving.of(request));
  }

  /** As {@link #solveAsync(SolveRequest, SolveListener)}, with a listener that does not listen. */
  public CompletableFuture<SolveResponse> solveAsync(SolveRequest request) {
    return solveAsync(request.toBuilder().clearStreamOptions().build(), new SolveListener() {});
  }

  /**
   * Solves a problem and tells a listener what is happening while it happens. Returns at once.
   *
   * @return the result, or {@link PlanGenException}. Cancelling it, rather than a stage derived
   *     from it, cancels the run
   */
  public CompletableFuture<SolveResponse> solveAsync(SolveRequest request, SolveListener listener) {
    Follower follower = follower(Origin.Solving.of(request));
    CompletableFuture<SolveResponse> answer = new CompletableFuture<>();
    Pump pump = new Pump(follower, new Telling(listener, answer));
    pump.request(Long.MAX_VALUE);
    pump.start();
    follower.open();
    CompletableFuture<SolveResponse> unused =
        answer.whenComplete(
            (response, failure) ->
                follower.leave(
                    Status.CANCELLED.withDescription("the solve's future was completed")));
    return answer;
  }

  /**
   * Solves a problem anew for each subscriber, and streams what is happening as fast as that asks
   * for it.
   *
   * @return a publisher as Reactive Streams has it. It may be subscribed to by any number; the
   *     requests of several share a run if this one has a request_id. Cancelling a subscription
   *     cancels its run
   */
  public Flow.Publisher<SolveEvent> solvePublisher(SolveRequest request) {
    return new SolvePublisher(() -> follower(Origin.Solving.of(request)));
  }

  /** Leaving runs and coming back to them. */
  public Runs runs() {
    return new Runs(this);
  }

  /**
   * Lets a model write a text, and returns it whole.
   *
   * @throws PlanGenException if that failed
   */
  public GenerateResponse generate(GenerateRequest request) {
    return work(
        end ->
            ModelServiceGrpc.newBlockingStub(line.channel()).withDeadline(end).generate(request));
  }

  /**
   * Lets a model write a text, and streams it while it is written. Returns at once; whatever goes
   * wrong is told by the stream.
   *
   * @return the text as it grows; the caller closes it
   */
  public GenerateStream generateStream(GenerateRequest request) {
    Calls calls = new Calls(line, deadline);
    Generation generation =
        new Generation(
            calls,
            request,
            new Recovery(retries, calls.deadline()),
            prefetch,
            line.underway()::remove);
    line.underway().add(generation);
    generation.open();
    return new GenerateStream(generation);
  }

  /**
   * Runs the constraint agent alone.
   *
   * @throws PlanGenException if it failed
   */
  public ExtractConstraintsResponse extractConstraints(ExtractConstraintsRequest request) {
    return work(end -> agents(end).extractConstraints(request));
  }

  /**
   * Runs the generation agent alone.
   *
   * @throws PlanGenException if it failed
   */
  public GeneratePlanResponse generatePlan(GeneratePlanRequest request) {
    return work(end -> agents(end).generatePlan(request));
  }

  /**
   * Verifies a plan from anywhere.
   *
   * @throws PlanGenException if that failed; a plan that is wrong is no failure
   */
  public VerifyPlanResponse verifyPlan(VerifyPlanRequest request) {
    return work(end -> agents(end).verifyPlan(request));
  }

  /**
   * The models that a request may name.
   *
   * @throws PlanGenException if the server could not be asked
   */
  public ListModelsResponse listModels() {
    return look(
        (channel, deadline) ->
            PlanGenServiceGrpc.newBlockingStub(channel)
                .withDeadline(deadline)
                .listModels(ListModelsRequest.getDefaultInstance()));
  }

  /**
   * The algorithms that a request may choose, with their parameters.
   *
   * @throws PlanGenException if the server could not be asked
   */
  public ListAlgorithmsResponse listAlgorithms() {
    return look(
        (channel, deadline) ->
            PlanGenServiceGrpc.newBlockingStub(channel)
                .withDeadline(deadline)
                .listAlgorithms(ListAlgorithmsRequest.getDefaultInstance()));
  }

  private PlanGenServiceBlockingStub agents(Deadline end) {
    return PlanGenServiceGrpc.newBlockingStub(line.channel()).withDeadline(end);
  }

  /** Makes a call that calls a model. */
  private <T> T work(Function<Deadline, T> call) {
    Deadline end = Calls.within(deadline);
    return Unary.costly(new Recovery(retries, end), () -> call.apply(end));
  }

  /** Makes a call that may be repeated. */
  <T> T look(BiFunction<Channel, Deadline, T> call) {
    Deadline end = soon();
    return Unary.repeatable(new Recovery(retries, end), () -> call.apply(line.channel(), end));
  }

  /** Makes a call that may be repeated only where the server has refused it. */
  <T> T once(BiFunction<Channel, Deadline, T> call) {
    Deadline end = soon();
    return Unary.costly(new Recovery(retries, end), () -> call.apply(line.channel(), end));
  }

  private Deadline soon() {
    return Calls.within(deadline.compareTo(LOOKING) < 0 ? deadline : LOOKING);
  }

  SolveStream stream(Origin origin) {
    Follower follower = follower(origin);
    follower.open();
    return new SolveStream(follower);
  }

  /** One that has not been opened yet. */
  private Follower follower(Origin origin) {
    Calls calls = new Calls(line, deadline);
    Follower follower =
        new Follower(
            calls,
            origin,
            new Recovery(retries, calls.deadline()),
            prefetch,
            line.underway()::remove);
    line.underway().add(follower);
    return follower;
  }

  /**
   * Closes what is open, and the connection that this client opened. Runs that were started for its
   * callers are cancelled; for that to reach the server it waits, 3 seconds at the most. A {@link
   * Channel} that it was given stays open.
   */
  @Override
  public void close() {
    line.close();
  }

  /** Settings of a client. Not thread-safe. */
  public static final class Builder {

    private static final Duration LONGEST_DEADLINE = Duration.ofDays(30);

    private @Nullable String target;
    private @Nullable Channel channel;
    private Optional<ChannelCredentials> credentials = Optional.empty();
    private final List<ClientInterceptor> interceptors = new ArrayList<>();
    private Optional<Supplier<String>> token = Optional.empty();
    private Duration deadline = Duration.ofMinutes(20);
    private int prefetch = 16;
    private int retries = 5;

    private Builder() {}

    /**
     * Where the server is: {@code host:port} or any gRPC target, such as {@code dns:///host:port}.
     * The connection is opened by the first call, with TLS and the JVM's trusted certificates
     * unless {@link #plaintext} or {@link #credentials} say otherwise.
     */
    public Builder target(String target) {
      this.target = target;
      return this;
    }

    /**
     * The caller's own channel instead of a target: for other transports, keep-alive, or service
     * config. The caller closes it, after the client.
     */
    public Builder channel(Channel channel) {
      this.channel = channel;
      return this;
    }

    /** Opens the target without TLS. */
    public Builder plaintext() {
      return credentials(InsecureChannelCredentials.create());
    }

    /** Opens the target with these credentials: other certificates, or a client's own. */
    public Builder credentials(ChannelCredentials credentials) {
      this.credentials = Optional.of(credentials);
      return this;
    }

    /**
     * Sends a token with every call, as {@code authorization: Bearer}: a key of the server's
     * operator, or a JSON Web Token. It goes over TLS, or in plaintext to a target that is written
     * as this machine (localhost, 127.*, [::1]).
     *
     * @param token asked for with every call, by the thread that makes it, so that it can be
     *     renewed; should answer at once. White space around it is not sent; what it throws ends
     *     the call, as does a token that is not of visible ASCII characters
     */
    public Builder token(Supplier<String> token) {
      this.token = Optional.of(token);
      return this;
    }

    /** Adds interceptors to every call. The last is called first. */
    public Builder intercept(ClientInterceptor... interceptors) {
      this.interceptors.addAll(List.of(interceptors));
      return this;
    }

    /**
     * How long a call may take, a solve with all its connections and retries. A shorter deadline of
     * the calling {@code io.grpc.Context} wins.
     *
     * @param deadline more than zero, at most 30 days; 20 minutes unless set, which is more than
     *     the 15 minutes that a server allows a run unless its operator says otherwise
     */
    public Builder deadline(Duration deadline) {
      if (deadline.compareTo(Duration.ZERO) <= 0 || deadline.compareTo(LONGEST_DEADLINE) > 0) {
        throw new IllegalArgumentException(
            "deadline must be more than zero and at most 30 days: " + deadline);
      }
      this.deadline = deadline;
      return this;
    }

    /**
     * How many updates a stream holds for a reader that is slow. What gRPC itself buffers, about 1
     * MiB for each connection, comes on top.
     *
     * @param updates 1 to 1,024; 16 unless set. One update is at most 3 MiB, and rarely above a few
     *     KiB
     */
    public Builder prefetch(int updates) {
      if (updates < 1 || updates > 1024) {
        throw new IllegalArgumentException("prefetch must be 1 to 1024 updates: " + updates);
      }
      this.prefetch = updates;
      return this;
    }

    /**
     * How many refusals in a row (the server is full), and how many failed runs of one solve (the
     * model's provider limits its rate), are followed if they say when to come back. A run that is
     * being sought again after a break is sought for its grace in any case.
     *
     * @param retries 0 to 100; 5 unless set
     */
    public Builder retries(int retries) {
      if (retries < 0 || retries > 100) {
        throw new IllegalArgumentException("retries must be 0 to 100: " + retries);
      }
      this.retries = retries;
      return this;
    }

    /**
     * The client. Connects to nothing yet.
     *
     * @throws IllegalStateException unless exactly one of target and channel is set, and plaintext,
     *     credentials or a token only with a target; or if a token would go in plaintext to another
     *     machine
     * @throws IllegalArgumentException if gRPC cannot read the target
     */
    public PlanGenClient build() {
      if (target != null && channel == null) {
        ChannelCredentials protection = credentials.orElseGet(TlsChannelCredentials::create);
        if (token.isPresent() && BearerToken.canBeOverheard(target, protection)) {
          throw new IllegalStateException(
              "a token needs TLS, or a target that is this machine: " + target);
        }
        ManagedChannel opened =
            Grpc.newChannelBuilder(target, protection)
                // For calls without heartbeats. Servers that allow it only every five minutes slow
                // gRPC down to that by themselves.
                .keepAliveTime(1, TimeUnit.MINUTES)
                .build();
        List<ClientInterceptor> all = new ArrayList<>(interceptors);
        token.map(BearerToken::new).ifPresent(all::add);
        return new PlanGenClient(new Line(opened, all, Line.Ownership.CLIENT), this);
      }
      if (channel != null && target == null && credentials.isEmpty() && token.isEmpty()) {
        return new PlanGenClient(new Line(channel, interceptors, Line.Ownership.CALLER), this);
      }
      throw new IllegalStateException(
          "set either a target, with or without credentials and a token, or a channel");
    }
  }
}
