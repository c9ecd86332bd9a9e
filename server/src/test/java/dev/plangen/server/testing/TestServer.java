package dev.plangen.server.testing;

import dev.plangen.server.Access;
import dev.plangen.server.ConnectionLimits;
import dev.plangen.server.Drain;
import dev.plangen.server.Instrumentation;
import dev.plangen.server.KeepAlive;
import dev.plangen.server.PlanGenServer;
import dev.plangen.server.ServerSettings;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.llm.FairQueue;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.RetryBudget;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.SharedModel;
import dev.plangen.server.llm.offline.OfflineModel;
import dev.plangen.server.llm.offline.OfflineSettings;
import dev.plangen.server.llm.openai.ApiKeyHeader;
import dev.plangen.server.llm.openai.OpenAiModel;
import dev.plangen.server.llm.openai.OpenAiSettings;
import dev.plangen.server.llm.openai.OpenAiTimeouts;
import dev.plangen.server.llm.openai.OpenAiTransport;
import dev.plangen.server.llm.openai.TokenLimitField;
import dev.plangen.server.planning.Catalog;
import dev.plangen.server.planning.prompt.Profiles;
import dev.plangen.server.run.Offer;
import dev.plangen.server.run.Offers;
import dev.plangen.server.verify.Verifiers;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.GenerateResponse;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The whole server with one model, and a channel to it. Closing it ends whatever still runs. */
public final class TestServer implements AutoCloseable {

  /** The key that the server sends to providers. */
  public static final String KEY = "sk-very-secret-key";

  /** By which the model is served. */
  public static final String MODEL = "acme/planner";

  public static final RetryPolicy NO_RETRIES =
      new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(60));

  private final PlanGenServer server;
  private final ManagedChannel channel;
  private final OpenAiTransport transport;

  private TestServer(
      PlanGenServer server,
      Function<PlanGenServer, ManagedChannel> connect,
      OpenAiTransport transport) {
    this.server = server;
    this.transport = transport;
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.channel = connect.apply(server);
  }

  /** In this process, with the offline model: never wrong, as fast as it can. */
  public static TestServer offline() {
    return offline(OfflineSettings.exact());
  }

  public static TestServer offline(OfflineSettings settings) {
    return inProcess(new OfflineModel(settings));
  }

  public static TestServer inProcess(LanguageModel model) {
    return inProcess(model, ServerSettings.DEFAULT);
  }

  public static TestServer inProcess(LanguageModel model, ServerSettings settings) {
    return inProcess(shared(model, NO_RETRIES), new OpenAiTransport(), settings);
  }

  /**
   * In this process, with several models.
   *
   * @param models by id; {@link #MODEL} is the default
   */
  public static TestServer inProcess(Map<String, SharedModel> models) {
    return inProcess(
        new Models(
            models.entrySet().stream()
                .map(entry -> new Models.Served(entry.getKey(), "openai", entry.getValue()))
                .toList(),
            Optional.empty(),
            MODEL),
        new OpenAiTransport(),
        ServerSettings.DEFAULT);
  }

  public static TestServer inProcess(SharedModel model) {
    return inProcess(model, new OpenAiTransport(), ServerSettings.DEFAULT);
  }

  /** In this process, with a model that is at {@code endpoint} and takes everything. */
  public static TestServer inProcess(OpenAiEndpoint endpoint, RetryPolicy retries) {
    return inProcess(endpoint, retries, Set.of());
  }

  public static TestServer inProcess(
      OpenAiEndpoint endpoint, RetryPolicy retries, Set<SamplingParameter> unsupported) {
    var transport = new OpenAiTransport();
    return inProcess(
        model(endpoint, retries, unsupported, OpenAiTimeouts.DEFAULT, transport),
        transport,
        ServerSettings.DEFAULT);
  }

  public static TestServer inProcess(
      OpenAiEndpoint endpoint, RetryPolicy retries, OpenAiTimeouts timeouts) {
    var transport = new OpenAiTransport();
    return inProcess(
        model(endpoint, retries, Set.of(), timeouts, transport), transport, ServerSettings.DEFAULT);
  }

  /** With a model whose tokens have a price. */
  public static TestServer inProcess(OpenAiEndpoint endpoint, RetryPolicy retries, Prices prices) {
    var transport = new OpenAiTransport();
    SharedModel model = model(endpoint, retries, Set.of(), OpenAiTimeouts.DEFAULT, transport);
    return inProcess(
        new SharedModel(
            model.adapter(),
            model.queue(),
            model.retries(),
            model.retryBudget(),
            Optional.of(prices)),
        transport,
        ServerSettings.DEFAULT);
  }

  private static TestServer inProcess(
      SharedModel model, OpenAiTransport transport, ServerSettings settings) {
    return inProcess(models(model), transport, settings);
  }

  private static TestServer inProcess(
      Models models, OpenAiTransport transport, ServerSettings settings) {
    String name = InProcessServerBuilder.generateName();
    return new TestServer(
        new PlanGenServer(
            InProcessServerBuilder.forName(name), offers(models), settings, Access.OPEN),
        _ -> InProcessChannelBuilder.forName(name).build(),
        transport);
  }

  /** In this process, for callers who are asked who they are. */
  public static TestServer inProcess(LanguageModel model, ServerSettings settings, Access access) {
    String name = InProcessServerBuilder.generateName();
    return new TestServer(
        new PlanGenServer(
            InProcessServerBuilder.forName(name),
            offers(models(shared(model, NO_RETRIES))),
            settings,
            access),
        _ -> InProcessChannelBuilder.forName(name).build(),
        new OpenAiTransport());
  }

  /** In this process, watched. */
  public static TestServer inProcess(
      Offers offers, ServerSettings settings, Instrumentation instrumentation) {
    return inProcess(offers, settings, Access.OPEN, instrumentation);
  }

  /** In this process, watched, for callers who are asked who they are. */
  public static TestServer inProcess(
      Offers offers, ServerSettings settings, Access access, Instrumentation instrumentation) {
    String name = InProcessServerBuilder.generateName();
    return new TestServer(
        new PlanGenServer(
            InProcessServerBuilder.forName(name), offers, settings, access, instrumentation),
        _ -> InProcessChannelBuilder.forName(name).build(),
        new OpenAiTransport());
  }

  /** On a socket of the loopback, watched. */
  public static TestServer onSocket(
      Offers offers, ServerSettings settings, Instrumentation instrumentation) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    NettyServerBuilder listening = KeepAlive.DEFAULT.listeningOn(address);
    instrumentation.watch(ConnectionLimits.DEFAULT.guard(listening));
    return new TestServer(
        new PlanGenServer(listening, offers, settings, Access.OPEN, instrumentation),
        server -> connect(server.port()),
        new OpenAiTransport());
  }

  /** On a socket of the loopback. */
  public static TestServer onSocket(LanguageModel model) {
    return onSocket(model, ServerSettings.DEFAULT);
  }

  /** On this port of the loopback. */
  public static TestServer onSocket(int port, LanguageModel model) {
    return onSocket(
        port,
        shared(model, NO_RETRIES),
        new OpenAiTransport(),
        ServerSettings.DEFAULT,
        KeepAlive.DEFAULT);
  }

  public static TestServer onSocket(LanguageModel model, ServerSettings settings) {
    return onSocket(
        0, shared(model, NO_RETRIES), new OpenAiTransport(), settings, KeepAlive.DEFAULT);
  }

  public static TestServer onSocket(LanguageModel model, ConnectionLimits limits) {
    return onSocket(
        0,
        shared(model, NO_RETRIES),
        new OpenAiTransport(),
        ServerSettings.DEFAULT,
        KeepAlive.DEFAULT,
        limits);
  }

  public static TestServer onSocket(OpenAiEndpoint endpoint, RetryPolicy retries) {
    return onSocket(endpoint, retries, KeepAlive.DEFAULT);
  }

  public static TestServer onSocket(
      OpenAiEndpoint endpoint, RetryPolicy retries, KeepAlive keepAlive) {
    var transport = new OpenAiTransport();
    return onSocket(
        0,
        model(endpoint, retries, Set.of(), OpenAiTimeouts.DEFAULT, transport),
        transport,
        ServerSettings.DEFAULT,
        keepAlive);
  }

  private static TestServer onSocket(
      int port,
      SharedModel model,
      OpenAiTransport transport,
      ServerSettings settings,
      KeepAlive keepAlive) {
    return onSocket(port, model, transport, settings, keepAlive, ConnectionLimits.DEFAULT);
  }

  private static TestServer onSocket(
      int port,
      SharedModel model,
      OpenAiTransport transport,
      ServerSettings settings,
      KeepAlive keepAlive,
      ConnectionLimits limits) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    NettyServerBuilder listening = keepAlive.listeningOn(address);
    limits.guard(listening);
    return new TestServer(
        new PlanGenServer(listening, offers(models(model)), settings, Access.OPEN),
        server -> connect(server.port()),
        transport);
  }

  /** With the server's own verifiers and prompts. */
  public static Offers offers(Models models) {
    return new Offers(Offer.of(new Catalog(models, Verifiers.with(Map.of()), Profiles.NONE)));
  }

  /** A connection of its own to a port of the loopback. */
  public static ManagedChannel connect(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  private static Models models(SharedModel model) {
    return new Models(List.of(new Models.Served(MODEL, "openai", model)), Optional.empty(), MODEL);
  }

  /** With no limit to how many calls are under way, and no price. */
  public static SharedModel shared(LanguageModel adapter, RetryPolicy retries) {
    return new SharedModel(
        adapter, FairQueue.unlimited(), retries, new RetryBudget(1000), Optional.empty());
  }

  private static SharedModel model(
      OpenAiEndpoint endpoint,
      RetryPolicy retries,
      Set<SamplingParameter> unsupported,
      OpenAiTimeouts timeouts,
      OpenAiTransport transport) {
    return shared(
        new OpenAiModel(
            new OpenAiSettings(
                MODEL,
                endpoint.baseUrl(),
                Optional.of(() -> KEY),
                ApiKeyHeader.BEARER,
                "gpt-5-mini",
                TokenLimitField.MAX_COMPLETION_TOKENS,
                Optional.empty(),
                Map.of(),
                Map.of(),
                unsupported,
                false,
                timeouts),
            transport),
        retries);
  }

  public PlanGenServer server() {
    return server;
  }

  public int port() {
    return server.port();
  }

  public ManagedChannel channel() {
    return channel;
  }

  public PlanGenServiceGrpc.PlanGenServiceStub planGen() {
    return PlanGenServiceGrpc.newStub(channel);
  }

  public PlanGenServiceGrpc.PlanGenServiceBlockingStub planGenBlocking() {
    return PlanGenServiceGrpc.newBlockingStub(channel);
  }

  public RunServiceGrpc.RunServiceBlockingStub runs() {
    return RunServiceGrpc.newBlockingStub(channel);
  }

  public Received<WatchRunRequest, StepUpdate> watch(WatchRunRequest request) {
    var call = new Received<WatchRunRequest, StepUpdate>();
    call.on(RunServiceGrpc.newStub(channel)).watchRun(request, call);
    return call;
  }

  public ModelServiceGrpc.ModelServiceStub models() {
    return ModelServiceGrpc.newStub(channel);
  }

  public Received<SolveRequest, StepUpdate> solveStream(SolveRequest request) {
    var call = new Received<SolveRequest, StepUpdate>();
    call.on(planGen()).solveStream(request, call);
    return call;
  }

  public Received<SolveRequest, SolveResponse> solve(SolveRequest request) {
    var call = new Received<SolveRequest, SolveResponse>();
    call.on(planGen()).solve(request, call);
    return call;
  }

  public Received<GenerateRequest, GenerateChunk> generateStream(GenerateRequest request) {
    var call = new Received<GenerateRequest, GenerateChunk>();
    call.on(models()).generateStream(request, call);
    return call;
  }

  public Received<GenerateRequest, GenerateResponse> generate(GenerateRequest request) {
    var call = new Received<GenerateRequest, GenerateResponse>();
    call.on(models()).generate(request, call);
    return call;
  }

  /** Waits until every run has ended. */
  public void awaitNoLiveRuns(Duration limit) {
    await(limit, () -> server.census().live() == 0);
  }

  /** Waits until every run that has ended is forgotten. */
  public void awaitNothingKept(Duration limit) {
    await(limit, () -> server.census().kept() == 0);
  }

  /** Waits until the server knows that its callers have gone. */
  public void awaitNoOpenCalls(Duration limit) {
    await(limit, () -> server.openCalls() == 0);
  }

  private void await(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(server.census() + " after " + limit);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      server.drain(Drain.within(Duration.ofMillis(200)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    transport.close();
  }
}
