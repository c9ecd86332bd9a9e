package dev.plangen.testing;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * One call as its caller sees it. Every wait has a limit.
 *
 * @param <A> what is answered
 */
final class Call<A> extends ClientCall.Listener<A> {

  private static final Metadata.Key<String> RUN_ID =
      Metadata.Key.of("plangen-run-id", Metadata.ASCII_STRING_MARSHALLER);

  private final CompletableFuture<Metadata> headers = new CompletableFuture<>();
  private final List<A> messages = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();
  private final CompletableFuture<Metadata> trailers = new CompletableFuture<>();
  private final ClientCall<?, A> call;

  private Call(ClientCall<?, A> call) {
    this.call = call;
  }

  static <Q, A> Call<A> of(Channel channel, MethodDescriptor<Q, A> method, Q request) {
    return of(channel, method, request, Integer.MAX_VALUE);
  }

  /** Takes no more than {@code most} messages. */
  static <Q, A> Call<A> of(Channel channel, MethodDescriptor<Q, A> method, Q request, int most) {
    ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
    Call<A> listener = new Call<>(call);
    call.start(listener, new Metadata());
    call.sendMessage(request);
    call.halfClose();
    call.request(most);
    return listener;
  }

  @Override
  public void onHeaders(Metadata received) {
    headers.complete(received);
  }

  @Override
  public void onMessage(A message) {
    messages.add(message);
  }

  @Override
  public void onClose(Status status, Metadata received) {
    headers.complete(new Metadata());
    trailers.complete(received);
    end.complete(status);
  }

  void request(int more) {
    call.request(more);
  }

  void cancel() {
    call.cancel("the test leaves", null);
  }

  Optional<String> runId() {
    return Optional.ofNullable(within(headers).get(RUN_ID));
  }

  List<A> soFar() {
    return List.copyOf(messages);
  }

  Status end() {
    return within(end);
  }

  /** All messages of a call that must end well. */
  List<A> completed() {
    if (!end().isOk()) {
      throw new AssertionError(end() + " after " + messages);
    }
    return soFar();
  }

  Optional<ErrorInfo> errorInfo() {
    return detail(ErrorInfo.class);
  }

  <D extends Message> Optional<D> detail(Class<D> type) {
    com.google.rpc.Status status = StatusProto.fromStatusAndTrailers(end(), within(trailers));
    return status.getDetailsList().stream()
        .filter(detail -> detail.is(type))
        .findFirst()
        .map(detail -> unpack(detail, type));
  }

  private static <D extends Message> D unpack(Any detail, Class<D> type) {
    try {
      return detail.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T within(CompletableFuture<T> future) {
    return future.copy().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
