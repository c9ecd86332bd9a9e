package dev.plangen.testing;

import dev.plangen.v1.OnDisconnect;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StreamOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks what callers most often get wrong. The real server checks every field, and knows its
 * models, verifiers and limits; here any of those will do.
 */
final class Requests {

  private static final Duration LEAST_HEARTBEAT = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Map<String, String> violations = new LinkedHashMap<>();
  private final String prefix;

  private Requests(String prefix) {
    this.prefix = prefix;
  }

  /**
   * @throws io.grpc.StatusRuntimeException if a field is wrong, naming all that are
   */
  static void checkSolve(SolveRequest request) {
    Requests check = new Requests("");
    check.solve(request);
    check.throwIfAny();
  }

  static void checkStart(SolveRequest request) {
    Requests check = new Requests("request.");
    check.solve(request);
    if (request.getOnDisconnect() == OnDisconnect.ON_DISCONNECT_CANCEL) {
      check.add(
          "on_disconnect", "must be ON_DISCONNECT_CONTINUE or left out: nobody need read this run");
    }
    check.throwIfAny();
  }

  static void checkName(String runId, String requestId) {
    Requests check = new Requests("");
    check.name(runId, requestId);
    check.throwIfAny();
  }

  static void checkWatch(long afterSequence, StreamOptions options) {
    Requests check = new Requests("");
    if (afterSequence < 0) {
      check.add("after_sequence", "must be 0 or more, and is " + afterSequence);
    }
    check.options(options);
    check.throwIfAny();
  }

  static void checkPage(int size, int most) {
    Requests check = new Requests("");
    if (size < 0 || size > most) {
      check.add("page_size", "must be 0 to " + most + ", and is " + size);
    }
    check.throwIfAny();
  }

  static void checkPast(long afterSequence, long lastSequence) {
    Requests check = new Requests("");
    if (afterSequence > lastSequence) {
      check.add(
          "after_sequence", "must not be beyond the run's last sequence, which is " + lastSequence);
    }
    check.throwIfAny();
  }

  private void solve(SolveRequest request) {
    if (request.getProblem().isBlank()) {
      add("problem", "must not be empty");
    }
    int threshold = request.getVerificationThreshold();
    if (threshold < -100 || threshold > 100) {
      add("verification_threshold", "must be -100 to 100, and is " + threshold);
    }
    options(request.getStreamOptions());
    Duration grace = Statuses.duration(request.getDisconnectGrace());
    if (grace.isNegative() || grace.compareTo(LONGEST) > 0) {
      add("disconnect_grace", "must be 0 s and at most 1 h");
    }
    id("request_id", request.getRequestId());
  }

  private void options(StreamOptions options) {
    Duration interval = Statuses.duration(options.getHeartbeatInterval());
    if (options.hasHeartbeatInterval()
        && (interval.compareTo(LEAST_HEARTBEAT) < 0 || interval.compareTo(LONGEST) > 0)) {
      add("stream_options.heartbeat_interval", "must be 0.1 s to 1 h");
    }
  }

  private void name(String runId, String requestId) {
    id("run_id", runId);
    id("request_id", requestId);
    if (runId.isEmpty() && requestId.isEmpty()) {
      add("run_id", "must be given");
    }
  }

  private void id(String field, String id) {
    if (id.length() > 128 || !id.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      add(field, "must be at most 128 visible ASCII characters");
    }
  }

  private void add(String field, String remedy) {
    violations.put(prefix + field, remedy);
  }

  private void throwIfAny() {
    if (!violations.isEmpty()) {
      throw Statuses.of(Failure.invalid(violations));
    }
  }
}
