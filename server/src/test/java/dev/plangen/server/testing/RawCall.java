package dev.plangen.server.testing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One call whose requests and responses are bytes, whether they mean anything or not.
 *
 * @param responses in the order in which they came
 */
public record RawCall(List<byte[]> responses, Status status, Metadata trailers) {

  public RawCall {
    responses = List.copyOf(responses);
  }

  /** Makes a call with these requests. Cancelling the future does not cancel the call. */
  public static CompletableFuture<RawCall> start(
      Channel channel, MethodDescriptor<?, ?> method, List<byte[]> requests) {
    var bytes =
        MethodDescriptor.newBuilder(new Bytes(), new Bytes())
            .setType(method.getType())
            .setFullMethodName(method.getFullMethodName())
            .build();
    var ended = new CompletableFuture<RawCall>();
    ClientCall<byte[], byte[]> call = channel.newCall(bytes, CallOptions.DEFAULT);
    call.start(new Listener(ended), new Metadata());
    call.request(Integer.MAX_VALUE);
    requests.forEach(call::sendMessage);
    call.halfClose();
    return ended;
  }

  private static final class Listener extends ClientCall.Listener<byte[]> {
    private final CompletableFuture<RawCall> ended;
    private final List<byte[]> responses = new ArrayList<>();

    Listener(CompletableFuture<RawCall> ended) {
      this.ended = ended;
    }

    @Override
    public void onMessage(byte[] message) {
      responses.add(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      ended.complete(new RawCall(responses, status, trailers));
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
