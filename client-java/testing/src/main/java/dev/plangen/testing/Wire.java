package dev.plangen.testing;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Sees every call: remembers requests, and gives the answers that the test has laid out. */
final class Wire implements ServerInterceptor {

  /** Ends a call whose request has come. */
  @FunctionalInterface
  interface Answer {
    void to(ServerCall<?, ?> call);
  }

  private record Request(String method, Object message) {}

  private final List<Request> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();

  /** By full method name; guarded by itself. */
  private final Map<String, Queue<Answer>> answers = new HashMap<>();

  void add(MethodDescriptor<?, ?> method, Answer answer) {
    synchronized (answers) {
      answers.computeIfAbsent(method.getFullMethodName(), name -> new ArrayDeque<>()).add(answer);
    }
  }

  private @Nullable Answer take(String method) {
    synchronized (answers) {
      Queue<Answer> queue = answers.get(method);
      return queue == null ? null : queue.poll();
    }
  }

  /** The messages of all calls to this method, in their order. */
  List<Object> received(String method) {
    return received.stream()
        .filter(request -> request.method().equals(method))
        .map(Request::message)
        .toList();
  }

  /** The messages of all calls, in their order. */
  List<Object> received() {
    return received.stream().map(Request::message).toList();
  }

  int open() {
    return open.get();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    open.incrementAndGet();
    String method = call.getMethodDescriptor().getFullMethodName();
    Answer answer = take(method);
    ServerCall.Listener<Q> listener;
    if (answer == null) {
      listener = next.startCall(call, headers);
    } else {
      call.request(1);
      listener = new Answering<>(call, answer);
    }
    return new Watching<>(listener, method);
  }

  private static final class Answering<Q> extends ServerCall.Listener<Q> {
    private final ServerCall<Q, ?> call;
    private final Answer answer;

    Answering(ServerCall<Q, ?> call, Answer answer) {
      this.call = call;
      this.answer = answer;
    }

    @Override
    public void onHalfClose() {
      answer.to(call);
    }
  }

  private final class Watching<Q> extends SimpleForwardingServerCallListener<Q> {
    private final String method;

    Watching(ServerCall.Listener<Q> listener, String method) {
      super(listener);
      this.method = method;
    }

    @Override
    public void onMessage(Q message) {
      received.add(new Request(method, message));
      super.onMessage(message);
    }

    @Override
    public void onComplete() {
      open.decrementAndGet();
      super.onComplete();
    }

    @Override
    public void onCancel() {
      open.decrementAndGet();
      super.onCancel();
    }
  }
}
