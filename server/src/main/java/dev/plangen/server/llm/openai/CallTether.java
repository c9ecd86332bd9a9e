package dev.plangen.server.llm.openai;

import dev.plangen.server.concurrent.Cancellation;
import java.io.IOException;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Ties an HTTP call to a cancellation. Only {@link Call#cancel} closes the socket at once, before
 * headers as well as in the stream; closing the SDK's stream waits for the provider, and the SDK
 * does not hand out the call. So an interceptor, which OkHttp runs on the calling thread, picks it
 * up.
 */
final class CallTether implements AutoCloseable {

  private static final ScopedValue<CallTether> CURRENT = ScopedValue.newInstance();

  static final Interceptor INTERCEPTOR =
      chain -> {
        CURRENT.get().attach(chain.call());
        return chain.proceed(sentOnce(chain.request()));
      };

  private final Cancellation cancellation;
  private @Nullable Call call;
  private Cancellation.Registration registration = () -> {};

  CallTether(Cancellation cancellation) {
    this.cancellation = cancellation;
  }

  /** Runs {@code request}, whose one HTTP call is tied from its beginning until {@link #close}. */
  <T> T send(Supplier<T> request) {
    return ScopedValue.where(CURRENT, this).call(request::get);
  }

  private void attach(Call started) {
    call = started;
    registration = cancellation.onCancel(started::cancel);
  }

  /** Closes the socket, rather than returning it to the pool with an answer still on its way. */
  void abort() {
    if (call != null) {
      call.cancel();
    }
  }

  @Override
  public void close() {
    registration.close();
  }

  /**
   * OkHttp answers a 503 with {@code Retry-After: 0} by sending the request again, uncounted; not
   * if its body can be written once only. Its other repeats, on 408 and after a broken connection,
   * the SDK has switched off.
   */
  private static Request sentOnce(Request request) {
    RequestBody body = request.body();
    return body == null
        ? request
        : request.newBuilder().method(request.method(), new OneShotBody(body)).build();
  }

  private static final class OneShotBody extends RequestBody {
    private final RequestBody body;

    OneShotBody(RequestBody body) {
      this.body = body;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public @Nullable MediaType contentType() {
      return body.contentType();
    }

    @Override
    public long contentLength() throws IOException {
      return body.contentLength();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      body.writeTo(sink);
    }
  }
}
