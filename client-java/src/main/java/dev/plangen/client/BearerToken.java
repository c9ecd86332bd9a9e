package dev.plangen.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ChoiceChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.CompositeChannelCredentials;
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

  private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]+");

  private final Supplier<String> token;

  BearerToken(Supplier<String> token) {
    this.token = token;
  }

  /**
   * Whether others could read what is sent. The target's text decides, not what its name resolves
   * to, which may change.
   */
  static boolean canBeOverheard(String target, ChannelCredentials credentials) {
    return isPlaintext(credentials) && !LOOPBACK.matcher(target).matches();
  }

  /** Or could be, where the transport chooses. */
  private static boolean isPlaintext(ChannelCredentials credentials) {
    if (credentials instanceof CompositeChannelCredentials composite) {
      return isPlaintext(composite.getChannelCredentials());
    }
    if (credentials instanceof ChoiceChannelCredentials choice) {
      return choice.getCredentialsList().stream().anyMatch(BearerToken::isPlaintext);
    }
    return credentials instanceof InsecureChannelCredentials;
  }

  /**
   * Without white space around it, as in a file. gRPC would leave out what can't be sent, and log
   * it.
   */
  private static String sendable(String token) {
    String bare = token == null ? "" : token.strip();
    if (!SENDABLE.matcher(bare).matches()) {
      throw new IllegalArgumentException(
          "The token can't be sent: it must be of visible ASCII characters, one or more.");
    }
    return bare;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<Q, A>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        headers.put(AUTHORIZATION, "Bearer " + sendable(token.get()));
        super.start(listener, headers);
      }
    };
  }
}
