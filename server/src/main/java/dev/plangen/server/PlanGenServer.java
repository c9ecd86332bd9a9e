package dev.plangen.server;

import dev.plangen.server.llm.Models;
import dev.plangen.server.rpc.DecodedRequests;
import dev.plangen.server.rpc.EarlyHeaders;
import dev.plangen.server.rpc.FlushedHeaders;
import dev.plangen.server.rpc.HealthRequests;
import dev.plangen.server.rpc.ModelEndpoint;
import dev.plangen.server.rpc.OpenCalls;
import dev.plangen.server.rpc.PlanGenEndpoint;
import dev.plangen.server.rpc.PromptRequests;
import dev.plangen.server.rpc.RequestBounds;
import dev.plangen.server.rpc.RunEndpoint;
import dev.plangen.server.run.Census;
import dev.plangen.server.run.Offers;
import dev.plangen.server.run.QuotaUse;
import dev.plangen.server.run.RunSnapshot;
import dev.plangen.server.run.Runs;
import dev.plangen.server.run.TenantLedger;
import dev.plangen.server.telemetry.Gauges;
import dev.plangen.server.telemetry.Guarded;
import dev.plangen.server.telemetry.RunLines;
import dev.plangen.server.telemetry.RunObservers;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The server: wires the rooms to a transport, starts, drains. Thread-safe. */
public final class PlanGenServer {

  /** How long what has been decided may take to reach the callers. */
  private static final Duration FLUSH = Duration.ofSeconds(2);

  /** A request takes milliseconds; this is for networks that lose much of it. */
  private static final Duration REQUEST = Duration.ofSeconds(30);

  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HealthStatusManager health = new HealthStatusManager();
  private final OpenCalls openCalls;
  private final Offers offers;
  private final Readiness readiness;
  private final Runs runs;
  private final Server server;

  /**
   * A server that has not started, and that nothing watches.
   *
   * @param transport where it listens; everything else is added here
   * @param offers closed by the drain
   */
  public PlanGenServer(
      ServerBuilder<?> transport, Offers offers, ServerSettings settings, Access access) {
    this(transport, offers, settings, access, Instrumentation.NONE);
  }

  /**
   * Likewise.
   *
   * @param instrumentation watches it; stays the caller's, to close after the drain
   */
  public PlanGenServer(
      ServerBuilder<?> transport,
      Offers offers,
      ServerSettings settings,
      Access access,
      Instrumentation instrumentation) {
    this.offers = offers;
    this.readiness = new Readiness(offers, health);
    this.openCalls = new OpenCalls(settings.openCalls(), access.sharing());
    this.runs =
        new Runs(
            new RunObservers(new Guarded(instrumentation.observer()), new Guarded(new RunLines())),
            settings.limits(),
            settings.retention(),
            new TenantLedger(settings.quotas(), InstantSource.system()));
    // Of interceptors, the last is the first to be asked.
    transport
        .executor(executor)
        .maxInboundMessageSize(RequestBounds.LONGEST_REQUEST)
        .intercept(new EarlyHeaders())
        .intercept(openCalls);
    instrumentation.trace(transport);
    transport
        .intercept(access.check())
        .addService(service(new PlanGenEndpoint(runs, offers, settings.bounds())))
        .addService(service(new RunEndpoint(runs, offers, settings.bounds())))
        .addService(service(new ModelEndpoint(runs, offers, settings.bounds())))
        .addService(HealthRequests.of(health.getHealthService()));
    if (access.reflection() != Access.Reflection.OFF) {
      transport
          .addService(DecodedRequests.of(ProtoReflectionServiceV1.newInstance().bindService()))
          .addService(DecodedRequests.of(reflectionV1Alpha().bindService()));
    }
    instrumentation.watch(transport);
    instrumentation.watch(
        () -> levels(runs.census(), openCalls.open(), settings),
        () -> queues(offers.catalog().models()));
    instrumentation.watchQuotas(runs::quotas);
    this.server = transport.build();
  }

  private static Gauges.Level levels(Census census, int openCalls, ServerSettings settings) {
    return new Gauges.Level(
        new Gauges.Use(census.permits(), settings.limits().liveRuns()),
        new Gauges.Use(openCalls, settings.openCalls()),
        new Gauges.Use(census.kept(), settings.retention().runs()),
        new Gauges.Use(census.keptBytes(), settings.retention().bytes()));
  }

  private static List<Gauges.Queue> queues(Models models) {
    return models.loads().stream()
        .map(load -> new Gauges.Queue(load.id(), load.inFlight(), load.waiting(), load.slots()))
        .toList();
  }

  private static ServerServiceDefinition service(BindableService endpoint) {
    return ServerInterceptors.intercept(
        DecodedRequests.of(FlushedHeaders.of(endpoint)), new PromptRequests(REQUEST));
  }

  /** Older grpcurl and grpcui ask for nothing else. */
  @SuppressWarnings("deprecation")
  private static BindableService reflectionV1Alpha() {
    return ProtoReflectionService.newInstance();
  }

  /**
   * Begins to serve.
   *
   * @throws IOException if it can't listen there
   */
  public void start() throws IOException {
    server.start();
    readiness.start();
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /**
   * Ends: tells that it does not serve, and serves on for {@code delay}, until that has come to
   * those who balance load; then refuses new work, lets live runs end within {@code grace}, ends
   * the others with {@code SERVER_DRAINING}, and closes. Health watches never end by themselves, so
   * our own calls are what is waited for.
   */
  public void drain(Drain drain) throws InterruptedException {
    readiness.close();
    Thread.sleep(drain.delay());
    server.shutdown();
    long begin = System.nanoTime();
    runs.drain(drain.grace());
    // A run may have ended long before a slow caller has read all of it.
    Duration left = drain.grace().minusNanos(System.nanoTime() - begin);
    openCalls.awaitNone(left.compareTo(FLUSH) > 0 ? left : FLUSH);
    // A health watch never ends by itself, and has yet to be sent that this server is not serving.
    server.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    server.shutdownNow();
    server.awaitTermination(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
    offers.close();
    executor.shutdown();
  }

  /** How many RPCs of our services are open. */
  public int openCalls() {
    return openCalls.open();
  }

  /** How many runs there are. */
  public Census census() {
    return runs.census();
  }

  /** How much tenants use of their quotas. */
  public QuotaUse quotas() {
    return runs.quotas();
  }

  /** The runs that live, of all tenants, the oldest first. */
  public List<RunSnapshot> liveRuns() {
    return runs.live();
  }

  /** Whether it serves, to be told at another port too. */
  BindableService health() {
    return health.getHealthService();
  }
}
