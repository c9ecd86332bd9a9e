package dev.plangen.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Sends a token with every call, as it is then. No {@code CallCredentials}: those refuse the
 * plaintext of a loopback, over which a token may go too.
 */
final class BearerToken implements ClientInterceptor {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final Pattern LOOPBACK =
      Pattern.compile(
          "([a-z]+:/{0,3})?(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?",
          Pattern.CASE_INSENSITIVE);

  private final Supplier<String> token;

  BearerToken(Supplier<String> token) {
    this.token = token;
  }

  /**
   * Whether others could read what is sent. The target's text decides, not what its name resolves
   * to, which may change.
   */
  static boolean canBeOverheard(String target, ChannelCredentials credentials) {
    return credentials instanceof InsecureChannelCredentials && !LOOPBACK.matcher(target).matches();
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<Q, A>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        headers.put(AUTHORIZATION, "Bearer " + token.get());
        super.start(listener, headers);
      }
    };
  }
}
