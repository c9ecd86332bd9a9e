package dev.plangen.server;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;

/**
 * What gRPC would choose by itself, were it not asked for a channel of our making: epoll where
 * there is epoll. One pair for the process, whose threads keep it from nothing.
 */
final class EventLoops {

  private static final boolean EPOLL = Epoll.isAvailable();

  static final EventLoopGroup ACCEPTING = group(1, "plangen-accept");

  /** Netty's default: twice as many as there are processors. */
  static final EventLoopGroup SERVING = group(0, "plangen-io");

  private EventLoops() {}

  static ServerChannel newServerChannel() {
    return EPOLL ? new EpollServerSocketChannel() : new NioServerSocketChannel();
  }

  private static EventLoopGroup group(int threads, String name) {
    IoHandlerFactory poll = EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), poll);
  }
}
