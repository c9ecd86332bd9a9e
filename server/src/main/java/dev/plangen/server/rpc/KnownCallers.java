package dev.plangen.server.rpc;

import dev.plangen.server.auth.Authentication;
import dev.plangen.server.auth.Credentials;
import dev.plangen.server.domain.Bug;
import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets only those calls through of which it is known who makes them. Comes before whatever counts
 * calls: those of nobody take no room from those of others, and what follows knows whose they are.
 * Thread-safe.
 */
public final class KnownCallers implements ServerInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger("plangen.auth");

  private static final Context.Key<Caller> CALLER = Context.key("caller");

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Authentication authentication;
  private final Set<String> open;

  /**
   * One that asks.
   *
   * @param open full names of services whose callers are not asked
   */
  public KnownCallers(Authentication authentication, Set<String> open) {
    this.authentication = authentication;
    this.open = Set.copyOf(open);
  }

  /** Who makes the call whose context is the current one. */
  static Caller current() {
    return Objects.requireNonNull(CALLER.get(), "the interceptor is not installed");
  }

  /** Whose the call is; empty where callers are not asked. */
  static String tenant() {
    Caller caller = CALLER.get();
    return caller == null ? "" : caller.tenant();
  }

  @Override
  public <Q, P> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
    MethodDescriptor<Q, P> method = call.getMethodDescriptor();
    if (open.contains(method.getServiceName())) {
      return next.startCall(call, headers);
    }
    Caller caller;
    try {
      caller = authentication.caller(credentials(call, headers));
    } catch (FailureException e) {
      return refused(call, e.failure());
    } catch (RuntimeException e) {
      LOG.error("a caller could not be told:{}", Bug.describe(e));
      return refused(call, new Failure.Internal());
    }
    return Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, headers, next);
  }

  /** Trailers only, before the request has been read. */
  private static <Q, P> ServerCall.Listener<Q> refused(ServerCall<Q, P> call, Failure failure) {
    // Anybody can make any number of these: an operator who wants to see them asks for DEBUG.
    LOG.atDebug()
        .addKeyValue("method", call.getMethodDescriptor().getFullMethodName())
        .addKeyValue("remote", call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR))
        .addKeyValue("reason", failure.reason())
        .addKeyValue("why", failure.message())
        .log("call refused");
    StatusMapper.close(call, failure);
    return new ServerCall.Listener<>() {};
  }

  private static Credentials credentials(ServerCall<?, ?> call, Metadata headers) {
    List<String> authorization = new ArrayList<>();
    Iterable<String> values = headers.getAll(AUTHORIZATION);
    if (values != null) {
      values.forEach(authorization::add);
    }
    return new Credentials(
        authorization, certificate(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION)));
  }

  private static Optional<X509Certificate> certificate(@Nullable SSLSession session) {
    try {
      return session != null && session.getPeerCertificates()[0] instanceof X509Certificate own
          ? Optional.of(own)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      // It has not shown one.
      return Optional.empty();
    }
  }
}
