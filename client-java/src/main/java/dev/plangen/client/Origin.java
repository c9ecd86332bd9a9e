package dev.plangen.client;

import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.OnDisconnect;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.StreamOptions;
import dev.plangen.v1.WatchRunRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** What a {@link Follower} was asked to follow. */
sealed interface Origin {

  /**
   * After how long without anything else the server is asked for a sign of life. Three of them are
   * well within the grace, so that a connection that fell silent is made again in time.
   */
  Duration HEARTBEAT = Duration.ofSeconds(5);

  /** For how long a run outlives a connection that broke. */
  Duration GRACE = Duration.ofSeconds(30);

  /** What is to be sent beside the steps' updates, heartbeats included. */
  StreamOptions options();

  /** The sequence of the last update that is known already. */
  long begin();

  /** The call that finds the run, not started yet. It can be made again. */
  Attempt<?, StepUpdate> attempt(
      Calls calls, int room, RunIdHeader header, Attempt.Listener<StepUpdate> listener);

  /**
   * What ends the run when its reader leaves; empty if nothing is to.
   *
   * @param runId the run's id, if that is known; if not, the run is named by its request's
   */
  Optional<CancelRunRequest> cancelling(Optional<String> runId);

  /** How long the run outlives its reader; empty if it is not for this reader to end it. */
  Optional<Duration> grace();

  /**
   * A request that is to be solved. Whoever leaves it cancels its run, unless that is to continue,
   * or its request_id is the caller's own: others may have sent the same, and be reading that run.
   *
   * @param ownId the request_id, if this client has made it
   */
  record Solving(SolveRequest request, Optional<String> ownId) implements Origin {

    /** Makes of a caller's request one that can be sent again: it gets the run that is there. */
    static Solving of(SolveRequest request) {
      SolveRequest.Builder resumable = request.toBuilder();
      Optional<String> ownId = Optional.empty();
      if (request.getRequestId().isEmpty()) {
        ownId = Optional.of(UUID.randomUUID().toString());
        ownId.ifPresent(resumable::setRequestId);
      }
      if (!request.hasDisconnectGrace() && cancels(request)) {
        resumable.setDisconnectGrace(StatusDetails.toProtoTime(GRACE));
      }
      resumable.setStreamOptions(withHeartbeat(request.getStreamOptions()));
      return new Solving(resumable.build(), ownId);
    }

    private static boolean cancels(SolveRequest request) {
      return request.getOnDisconnect() != OnDisconnect.ON_DISCONNECT_CONTINUE;
    }

    @Override
    public Optional<CancelRunRequest> cancelling(Optional<String> runId) {
      if (!cancels(request) || ownId.isEmpty()) {
        return Optional.empty();
      }
      CancelRunRequest.Builder cancel = CancelRunRequest.newBuilder();
      runId.ifPresentOrElse(cancel::setRunId, () -> ownId.ifPresent(cancel::setRequestId));
      return Optional.of(cancel.build());
    }

    @Override
    public Optional<Duration> grace() {
      return cancels(request)
          ? Optional.of(StatusDetails.toJavaTime(request.getDisconnectGrace()))
          : Optional.empty();
    }

    @Override
    public long begin() {
      return 0;
    }

    @Override
    public StreamOptions options() {
      return request.getStreamOptions();
    }

    @Override
    public Attempt<?, StepUpdate> attempt(
        Calls calls, int room, RunIdHeader header, Attempt.Listener<StepUpdate> listener) {
      return new Attempt<SolveRequest, StepUpdate>(
          room, header, listener, attempt -> calls.solve(request, header, attempt));
    }
  }

  /** A run that others have started, and end. */
  record Watching(WatchRunRequest request) implements Origin {

    public Watching {
      request =
          request.toBuilder().setStreamOptions(withHeartbeat(request.getStreamOptions())).build();
    }

    /** The rest of the run, after an update that has been received. */
    Watching(String runId, long sequence, StreamOptions options) {
      this(
          WatchRunRequest.newBuilder()
              .setRunId(runId)
              .setAfterSequence(sequence)
              .setStreamOptions(options)
              .build());
    }

    @Override
    public Optional<Duration> grace() {
      return Optional.empty();
    }

    @Override
    public Optional<CancelRunRequest> cancelling(Optional<String> runId) {
      return Optional.empty();
    }

    @Override
    public long begin() {
      return request.getAfterSequence();
    }

    @Override
    public StreamOptions options() {
      return request.getStreamOptions();
    }

    @Override
    public Attempt<?, StepUpdate> attempt(
        Calls calls, int room, RunIdHeader header, Attempt.Listener<StepUpdate> listener) {
      return new Attempt<WatchRunRequest, StepUpdate>(
          room, header, listener, attempt -> calls.watch(request, header, attempt));
    }
  }

  private static StreamOptions withHeartbeat(StreamOptions options) {
    return options.hasHeartbeatInterval()
        ? options
        : options.toBuilder().setHeartbeatInterval(StatusDetails.toProtoTime(HEARTBEAT)).build();
  }
}
