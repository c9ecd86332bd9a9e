package dev.plangen.server;

import dev.plangen.server.config.ConfigException;
import dev.plangen.server.config.ServerConfig;
import dev.plangen.server.llm.Models;
import dev.plangen.server.planning.Catalog;
import dev.plangen.server.run.Offer;
import dev.plangen.server.run.Offers;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves from the start of the process to its end, as signals tell it. */
final class Serving {

  private static final Logger LOG = LoggerFactory.getLogger("plangen.start");

  /** As a shell tells of a process that a signal has ended. */
  private static final int ENDED_BY_SIGNAL = 128;

  private final Flags flags;
  private final CountDownLatch told = new CountDownLatch(1);

  Serving(Flags flags) {
    this.flags = flags;
  }

  /**
   * Returns when a signal has told it to end, and it has drained.
   *
   * @throws ConfigException if what the flags say can't be served
   */
  void run() throws InterruptedException {
    Configuration configuration = flags.read();
    ServerConfig settings = configuration.settings();
    TelemetryWiring.logs(settings.telemetry().logs());
    InetSocketAddress address = configuration.address();
    Optional<InetSocketAddress> adminAddress = configuration.adminAddress();
    Access access = AccessWiring.of(settings.auth());
    var secrets = new Secrets(System.getenv());
    try (var security = TransportSecurity.of(settings.server());
        Instrumentation instrumentation =
            new TelemetryWiring(secrets).instrumentation(settings.telemetry())) {
      var wiring = new OfferWiring(secrets, instrumentation);
      Offer offer = wiring.lookedAt(configuration);
      var offers = new Offers(offer);
      NettyServerBuilder transport = KeepAlive.DEFAULT.listeningOn(address, security.credentials());
      instrumentation.watch(
          ConnectionLimits.of(settings.server(), settings.limits()).guard(transport));
      var server =
          new PlanGenServer(
              transport,
              offers,
              ServerSettings.of(
                  settings.limits(),
                  settings.retention(),
                  QuotaWiring.configured(settings.quotas())),
              access,
              instrumentation);
      // First: whoever is told that the server serves must not see it fail.
      Optional<AdminServer> admin = adminAddress.map(at -> startAdmin(at, server));
      start(server, address);
      if (settings.auth().isEmpty()) {
        LOG.warn(
            "no auth: whoever reaches this port is anonymous; auth.anonymous: true says that this"
                + " is meant");
      }
      tellWhatIsServed(offer.catalog(), security, access);
      var reload = new Reload(flags::read, configuration, wiring, offers);
      Signals.on("HUP", _ -> reload.run());
      Signals.on("TERM", this::end);
      Signals.on("INT", this::end);
      System.out.println("listening on " + target(address.getHostString(), server.port()));
      told.await();
      server.drain(Drain.of(settings.drain()));
      admin.ifPresent(AdminServer::close);
    }
  }

  private static AdminServer startAdmin(InetSocketAddress address, PlanGenServer server) {
    var admin = new AdminServer(address, server);
    try {
      admin.start();
    } catch (IOException e) {
      throw new ConfigException(
          "Can't listen on "
              + target(address.getHostString(), address.getPort())
              + " for operators; is it in use? Choose another as admin.port.");
    }
    LOG.atInfo().addKeyValue("port", admin.port()).log("serving operators");
    return admin;
  }

  private static void start(PlanGenServer server, InetSocketAddress address) {
    try {
      server.start();
    } catch (IOException e) {
      throw new ConfigException(
          "Can't listen on "
              + target(address.getHostString(), address.getPort())
              + "; is it in use? Choose another with --port.");
    }
  }

  /** The first time, drains; whoever asks a second time does not want to wait for that. */
  private synchronized void end(int signal) {
    if (told.getCount() == 0) {
      LOG.warn("told a second time: ending at once");
      Runtime.getRuntime().halt(ENDED_BY_SIGNAL + signal);
    }
    LOG.info("told to end: draining");
    told.countDown();
  }

  private static void tellWhatIsServed(Catalog catalog, TransportSecurity security, Access access) {
    LOG.atInfo()
        .addKeyValue("models", catalog.models().list().stream().map(Models.Listing::id).toList())
        .addKeyValue("default_model", catalog.models().defaultId())
        .addKeyValue("prompt_profiles", catalog.profiles().ids())
        .addKeyValue("tls", security.isEncrypted())
        .addKeyValue("anonymous", access.authentication().stranger().isPresent())
        .log("serving");
  }

  /** As a client dials it: an IPv6 address stands in brackets. */
  private static String target(String name, int number) {
    return (name.contains(":") ? "[" + name + "]" : name) + ":" + number;
  }
}
