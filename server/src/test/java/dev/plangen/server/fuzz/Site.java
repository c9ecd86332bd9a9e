package dev.plangen.server.fuzz;

import dev.plangen.server.Access;
import dev.plangen.server.ConnectionGate;
import dev.plangen.server.ConnectionLimits;
import dev.plangen.server.KeepAlive;
import dev.plangen.server.PlanGenServer;
import dev.plangen.server.ServerSettings;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.offline.OfflineModel;
import dev.plangen.server.llm.offline.OfflineSettings;
import dev.plangen.server.testing.Heap;
import dev.plangen.server.testing.TestServer;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * A server with its usual limits in a process of its own, which says its port, and then how it
 * stands whenever it is sent a line.
 */
final class Site {

  private static final double TOKENS_PER_SECOND = 40;

  private Site() {}

  public static void main(String[] args) throws IOException {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    NettyServerBuilder transport =
        KeepAlive.DEFAULT.listeningOn(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    ConnectionGate gate = ConnectionLimits.DEFAULT.guard(transport);
    var planner =
        TestServer.shared(
            new OfflineModel(new OfflineSettings(0.3, 0.1, TOKENS_PER_SECOND)),
            TestServer.NO_RETRIES);
    var models =
        new Models(
            List.of(new Models.Served("offline/planner", "offline", planner)),
            Optional.empty(),
            "offline/planner");
    var server =
        new PlanGenServer(
            transport, TestServer.offers(models), ServerSettings.DEFAULT, Access.OPEN);
    server.start();
    System.out.println(server.port());
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      System.out.println(
          new Standing(
                  Heap.used(), gate.openConnections(), server.openCalls(), server.census().live())
              .line());
    }
    System.exit(0);
  }
}
