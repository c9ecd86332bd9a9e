package dev.plangen.client;

import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The response header that names a call's run. One for each call; thread-safe. */
final class RunIdHeader {

  private static final Metadata.Key<String> KEY =
      Metadata.Key.of("plangen-run-id", Metadata.ASCII_STRING_MARSHALLER);

  private final AtomicReference<@Nullable Metadata> headers = new AtomicReference<>();

  /** Reads the header when it arrives. */
  ClientInterceptor reader() {
    return MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>());
  }

  /** Empty until the header has arrived. */
  Optional<String> runId() {
    return Optional.ofNullable(headers.get()).map(arrived -> arrived.get(KEY));
  }
}
