package dev.plangen.server.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.DeleteRunRequest;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.ListRunsResponse;
import dev.plangen.v1.OnDisconnect;
import dev.plangen.v1.Run;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.WatchRunRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Makes requests that go on from what earlier answers have told: random ones would hardly ever name
 * a run, or a page, that is there. Thread-safe.
 */
public final class FollowUps {

  /** Few enough that the server keeps them. */
  private static final int MOST = 200;

  /** Guarded by this, as is the other. */
  private final Deque<Seen> runs = new ArrayDeque<>();

  private final Deque<ListRunsRequest> pages = new ArrayDeque<>();

  private record Seen(String runId, SolveRequest request, long lastSequence) {}

  /**
   * A request.
   *
   * @param what it does, in a word
   */
  public record FollowUp(String what, Message message) {}

  /** Remembers what an answer tells; of an RPC that it can learn nothing from, nothing. */
  public void learn(String rpc, byte[] request, List<byte[]> responses)
      throws InvalidProtocolBufferException {
    switch (rpc) {
      case "Solve" -> {
        SolveResponse response = SolveResponse.parseFrom(responses.getLast());
        add(new Seen(response.getRunId(), SolveRequest.parseFrom(request), 8));
      }
      case "SolveStream" -> {
        StepUpdate last = StepUpdate.parseFrom(responses.getLast());
        add(new Seen(last.getRunId(), SolveRequest.parseFrom(request), last.getSequence()));
      }
      case "StartRun" -> {
        Run run = Run.parseFrom(responses.getLast());
        SolveRequest started = StartRunRequest.parseFrom(request).getRequest();
        add(new Seen(run.getRunId(), started, run.getLastSequence()));
      }
      case "ListRuns" -> {
        ListRunsRequest asked = ListRunsRequest.parseFrom(request);
        String token = ListRunsResponse.parseFrom(responses.getLast()).getNextPageToken();
        if (!token.isEmpty()) {
          add(asked.toBuilder().setPageToken(token).build());
        }
      }
      default -> {}
    }
  }

  private synchronized void add(Seen run) {
    runs.addLast(run);
    if (runs.size() > MOST) {
      runs.removeFirst();
    }
  }

  private synchronized void add(ListRunsRequest page) {
    pages.addLast(page);
    if (pages.size() > MOST) {
      pages.removeFirst();
    }
  }

  /** Empty if nothing is known that such a request could go on from. */
  public Optional<FollowUp> next(String rpc, Random random) {
    return switch (rpc) {
      case "ListRuns" -> page().map(page -> new FollowUp("page", page));
      case "DeleteRun" -> latest().map(FollowUps::delete);
      case "GetRun", "CancelRun", "WatchRun", "Solve", "SolveStream", "StartRun" ->
          any(random).map(run -> about(rpc, run, random));
      default -> Optional.empty();
    };
  }

  private synchronized Optional<ListRunsRequest> page() {
    return Optional.ofNullable(pages.pollLast());
  }

  /** Nobody else will ask about it. */
  private synchronized Optional<Seen> latest() {
    return Optional.ofNullable(runs.pollLast());
  }

  private synchronized Optional<Seen> any(Random random) {
    return runs.isEmpty()
        ? Optional.empty()
        : Optional.of(new ArrayList<>(runs).get(random.nextInt(runs.size())));
  }

  private static FollowUp delete(Seen run) {
    return new FollowUp("delete", DeleteRunRequest.newBuilder().setRunId(run.runId()).build());
  }

  private static FollowUp about(String rpc, Seen run, Random random) {
    return switch (rpc) {
      case "GetRun" ->
          new FollowUp("look", GetRunRequest.newBuilder().setRunId(run.runId()).build());
      case "CancelRun" ->
          new FollowUp("cancel", CancelRunRequest.newBuilder().setRunId(run.runId()).build());
      case "WatchRun" -> new FollowUp("watch", watch(run, random));
      case "StartRun" -> {
        FollowUp again = again(run, random);
        SolveRequest.Builder request =
            ((SolveRequest) again.message())
                .toBuilder().setOnDisconnect(OnDisconnect.ON_DISCONNECT_CONTINUE);
        yield new FollowUp(again.what(), StartRunRequest.newBuilder().setRequest(request).build());
      }
      default -> again(run, random);
    };
  }

  /** Anywhere within the run, and now and then beyond its end. */
  private static WatchRunRequest watch(Seen run, Random random) {
    return WatchRunRequest.newBuilder()
        .setRunId(run.runId())
        .setAfterSequence(random.nextInt((int) run.lastSequence() + 2))
        .setStreamOptions(
            StreamOptions.newBuilder()
                .setCandidateEvents(random.nextBoolean())
                .setTextDeltas(random.nextBoolean()))
        .build();
  }

  /** The same again, a little different under the same name, or another one based on it. */
  private static FollowUp again(Seen run, Random random) {
    SolveRequest.Builder request = run.request().toBuilder();
    return switch (random.nextInt(3)) {
      case 0 -> new FollowUp("repeat", request.build());
      case 1 ->
          new FollowUp(
              "alter", request.setVerificationThreshold(random.nextInt(201) - 100).build());
      default ->
          new FollowUp(
              "base",
              request
                  .clearRequestId()
                  .setBaseRunId(run.runId())
                  .setVerificationThreshold(random.nextInt(201) - 100)
                  .build());
    };
  }
}
