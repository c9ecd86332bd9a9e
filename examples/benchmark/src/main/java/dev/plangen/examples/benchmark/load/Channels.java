package dev.plangen.examples.benchmark.load;

import dev.plangen.v1.PlanGenServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.List;

/** The connections of this process, opened when they are first asked for. */
final class Channels {

  private final String target;
  private final List<ManagedChannel> channels = new ArrayList<>();

  Channels(String target) {
    this.target = target;
  }

  /** The same connection for the same number, from 0. */
  synchronized ManagedChannel get(int number) {
    while (channels.size() <= number) {
      channels.add(
          Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
              .directExecutor()
              .build());
    }
    return channels.get(number);
  }

  PlanGenServiceGrpc.PlanGenServiceStub planGen(int number) {
    return PlanGenServiceGrpc.newStub(get(number));
  }
}
