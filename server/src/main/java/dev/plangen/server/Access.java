package dev.plangen.server;

import dev.plangen.server.auth.Authentication;
import dev.plangen.server.rpc.KnownCallers;
import dev.plangen.server.rpc.OpenCalls;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.util.HashSet;
import java.util.Set;

/**
 * Who may call what.
 *
 * @param health who may ask whether the server serves
 * @param reflection who may ask what the server's messages are
 */
public record Access(Authentication authentication, Health health, Reflection reflection) {

  /** Everybody, everything. */
  public static final Access OPEN = new Access(Authentication.OPEN, Health.OPEN, Reflection.OPEN);

  /** Who may use {@code grpc.health.v1.Health}. */
  public enum Health {
    OPEN,
    AUTHENTICATED
  }

  /** Who may use {@code grpc.reflection}. */
  public enum Reflection {
    OPEN,
    AUTHENTICATED,
    /** Nobody: it is not served. */
    OFF
  }

  /** Where all callers are strangers, they may have all there is. */
  OpenCalls.Sharing sharing() {
    return authentication.tellsApart()
        ? OpenCalls.Sharing.AMONG_TENANTS
        : OpenCalls.Sharing.FIRST_COME;
  }

  /** What holds calls against this. */
  KnownCallers check() {
    Set<String> open = new HashSet<>();
    if (health == Health.OPEN) {
      open.add(HealthGrpc.SERVICE_NAME);
    }
    if (reflection == Reflection.OPEN) {
      open.add(ServerReflectionGrpc.SERVICE_NAME);
      open.add(io.grpc.reflection.v1alpha.ServerReflectionGrpc.SERVICE_NAME);
    }
    return new KnownCallers(authentication, open);
  }
}
