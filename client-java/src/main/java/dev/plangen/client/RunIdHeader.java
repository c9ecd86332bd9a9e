package dev.plangen.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the response header that names a call's run. One for each call; thread-safe. */
final class RunIdHeader implements ClientInterceptor {

  private static final Metadata.Key<String> KEY =
      Metadata.Key.of("plangen-run-id", Metadata.ASCII_STRING_MARSHALLER);

  private final Consumer<String> onRunId;
  private volatile @Nullable String runId;

  /**
   * @param onRunId told the id as soon as it has arrived
   */
  RunIdHeader(Consumer<String> onRunId) {
    this.onRunId = onRunId;
  }

  /** Empty until the header has arrived. */
  Optional<String> runId() {
    return Optional.ofNullable(runId);
  }

  private void read(Metadata headers) {
    String arrived = headers.get(KEY);
    if (arrived != null) {
      runId = arrived;
      onRunId.accept(arrived);
    }
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<Q, A>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata requestHeaders) {
        super.start(
            new SimpleForwardingClientCallListener<A>(listener) {
              @Override
              public void onHeaders(Metadata headers) {
                read(headers);
                super.onHeaders(headers);
              }
            },
            requestHeaders);
      }
    };
  }
}
