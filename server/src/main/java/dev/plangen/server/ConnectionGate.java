package dev.plangen.server;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler.Sharable;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Closes connections beyond a number as soon as they are accepted, before a byte of them is read.
 * Stands in the pipeline of the listening channel, which passes on each connection as a message.
 * Thread-safe.
 */
@Sharable
public final class ConnectionGate extends ChannelInboundHandlerAdapter {

  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();

  ConnectionGate(int most) {
    this.most = most;
  }

  /** Connections that have been let in and are not closed. */
  public int openConnections() {
    return open.get();
  }

  /** The most that may be. */
  public int limit() {
    return most;
  }

  /** Connections that were closed at once, since the start. */
  public long refused() {
    return refused.get();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var connection = (Channel) message;
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      refused.incrementAndGet();
      // It has no event loop yet that could close it in order.
      connection.unsafe().closeForcibly();
      return;
    }
    var _ = connection.closeFuture().addListener(_ -> open.decrementAndGet());
    context.fireChannelRead(message);
  }
}
