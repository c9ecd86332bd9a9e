package dev.plangen.server;

import dev.plangen.server.llm.Models;
import dev.plangen.server.planning.Planner;
import dev.plangen.server.planning.prompt.Profiles;
import dev.plangen.server.rpc.Catalog;
import dev.plangen.server.rpc.DecodedRequests;
import dev.plangen.server.rpc.EarlyHeaders;
import dev.plangen.server.rpc.FlushedHeaders;
import dev.plangen.server.rpc.ModelEndpoint;
import dev.plangen.server.rpc.OpenCalls;
import dev.plangen.server.rpc.PlanGenEndpoint;
import dev.plangen.server.rpc.RunEndpoint;
import dev.plangen.server.run.Census;
import dev.plangen.server.run.RunSnapshot;
import dev.plangen.server.run.Runs;
import dev.plangen.server.telemetry.Gauges;
import dev.plangen.server.telemetry.RunLines;
import dev.plangen.server.telemetry.RunObservers;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.RunServiceGrpc;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The server: wires the rooms to a transport, starts, drains. Thread-safe. */
public final class PlanGenServer {

  /** How long what has been decided may take to reach the callers. */
  private static final Duration FLUSH = Duration.ofSeconds(2);

  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HealthStatusManager health = new HealthStatusManager();
  private final OpenCalls openCalls;
  private final Plugins plugins;
  private final Runs runs;
  private final Server server;

  /**
   * A server that has not started.
   *
   * @param transport where it listens; everything else is added here
   * @param plugins closed by the drain
   */
  public PlanGenServer(
      ServerBuilder<?> transport,
      Models models,
      Plugins plugins,
      Profiles profiles,
      ServerSettings settings) {
    this(transport, models, plugins, profiles, settings, Instrumentation.NONE);
  }

  /**
   * Likewise.
   *
   * @param instrumentation watches it; stays the caller's, to close after the drain
   */
  public PlanGenServer(
      ServerBuilder<?> transport,
      Models models,
      Plugins plugins,
      Profiles profiles,
      ServerSettings settings,
      Instrumentation instrumentation) {
    var catalog = new Catalog(models, plugins.verifiers(), profiles);
    this.plugins = plugins;
    this.openCalls = new OpenCalls(settings.openCalls());
    this.runs =
        new Runs(
            models,
            new Planner(profiles, plugins.verifiers()),
            new RunObservers(instrumentation.observer(models), new RunLines()),
            settings.limits(),
            settings.retention());
    transport
        .executor(executor)
        .intercept(new EarlyHeaders())
        .intercept(openCalls)
        .addService(service(new PlanGenEndpoint(runs, catalog, settings.bounds())))
        .addService(service(new RunEndpoint(runs, catalog, settings.bounds())))
        .addService(service(new ModelEndpoint(runs, catalog, settings.bounds())))
        .addService(health.getHealthService())
        .addService(ProtoReflectionServiceV1.newInstance())
        .addService(reflectionV1Alpha());
    instrumentation.watch(transport);
    instrumentation.watch(
        () -> levels(runs.census(), openCalls.open(), settings), () -> queues(models));
    this.server = transport.build();
  }

  private static Gauges.Level levels(Census census, int openCalls, ServerSettings settings) {
    return new Gauges.Level(
        census.permits(),
        settings.limits().liveRuns(),
        openCalls,
        settings.openCalls(),
        census.kept(),
        settings.retention().runs(),
        census.keptBytes(),
        settings.retention().bytes());
  }

  private static List<Gauges.Queue> queues(Models models) {
    return models.loads().stream()
        .map(load -> new Gauges.Queue(load.id(), load.inFlight(), load.waiting(), load.slots()))
        .toList();
  }

  private static ServerServiceDefinition service(BindableService endpoint) {
    return DecodedRequests.of(FlushedHeaders.of(endpoint));
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
    health.setStatus(PlanGenServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
    health.setStatus(RunServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
    health.setStatus(ModelServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /**
   * Ends: refuses new work, lets live runs end within {@code grace}, ends the others with {@code
   * SERVER_DRAINING}, and closes. Health watches never end by themselves, so our own calls are what
   * is waited for.
   */
  public void drain(Duration grace) throws InterruptedException {
    health.enterTerminalState();
    server.shutdown();
    long begin = System.nanoTime();
    runs.drain(grace);
    // A run may have ended long before a slow caller has read all of it.
    Duration left = grace.minusNanos(System.nanoTime() - begin);
    openCalls.awaitNone(left.compareTo(FLUSH) > 0 ? left : FLUSH);
    // A health watch never ends by itself, and has yet to be sent that this server is not serving.
    server.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    server.shutdownNow();
    server.awaitTermination(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
    plugins.close();
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

  /** The runs that live, of all tenants, the oldest first. */
  public List<RunSnapshot> liveRuns() {
    return runs.live();
  }

  /** Whether it serves, to be told at another port too. */
  BindableService health() {
    return health.getHealthService();
  }

  /** Returns when the server has been drained. */
  public void awaitEnd() throws InterruptedException {
    server.awaitTermination();
  }
}
