package dev.plangen.server.rpc;

import com.google.protobuf.util.Durations;
import dev.plangen.server.domain.Patience;
import dev.plangen.server.domain.RequestId;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.v1.OnDisconnect;
import dev.plangen.v1.SolveRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Reads how a run is named, kept going and labelled. */
final class RunTermsMapper {

  private static final int MOST_ID_BYTES = 128;
  private static final int MOST_LABELS = 32;
  private static final int MOST_KEY_BYTES = 63;
  private static final int MOST_VALUE_BYTES = 255;
  private static final Duration LONGEST_GRACE = Duration.ofHours(1);

  private RunTermsMapper() {}

  /** As the request says, {@code usual} where it says nothing. */
  static Patience patience(Violations violations, SolveRequest request, Patience usual) {
    Optional<Duration> grace =
        request.hasDisconnectGrace()
            ? duration(
                violations,
                "disconnect_grace",
                request.getDisconnectGrace(),
                Duration.ZERO,
                LONGEST_GRACE)
            : Optional.empty();
    boolean endless = usual instanceof Patience.Unlimited;
    return switch (request.getOnDisconnect()) {
      case ON_DISCONNECT_CONTINUE -> new Patience.Unlimited();
      case ON_DISCONNECT_CANCEL -> {
        if (endless) {
          violations.add(
              "on_disconnect",
              "must be ON_DISCONNECT_CONTINUE or left out: nobody need read this run");
        }
        yield new Patience.Grace(grace.orElse(Duration.ZERO));
      }
      case ON_DISCONNECT_UNSPECIFIED ->
          endless ? usual : new Patience.Grace(grace.orElse(Duration.ZERO));
      case UNRECOGNIZED -> {
        violations.add("on_disconnect", "must be one of " + names());
        yield usual;
      }
    };
  }

  private static String names() {
    return OnDisconnect.ON_DISCONNECT_CANCEL + ", " + OnDisconnect.ON_DISCONNECT_CONTINUE;
  }

  static Optional<Duration> duration(
      Violations violations,
      String field,
      com.google.protobuf.Duration given,
      Duration least,
      Duration most) {
    if (Durations.isValid(given)) {
      Duration duration = Duration.ofSeconds(given.getSeconds(), given.getNanos());
      if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
        return Optional.of(duration);
      }
    }
    String lower = least.isZero() ? "0 s" : "more than 0 s";
    violations.add(field, "must be " + lower + " and at most " + most.toHours() + " h");
    return Optional.empty();
  }

  static Optional<RequestId> requestId(Violations violations, SolveRequest request) {
    return id(violations, "request_id", request.getRequestId())
        .map(text -> new RequestId(text, payload(request)));
  }

  static Optional<String> base(Violations violations, String id) {
    return id(violations, "base_run_id", id);
  }

  /** Empty if it is left out. */
  static Optional<String> id(Violations violations, String field, String text) {
    violations.requireAtMost(field, text, MOST_ID_BYTES);
    // It is sent in statuses.
    if (text.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
      violations.add(field, "must be visible ASCII characters");
    }
    return Optional.of(text).filter(id -> !id.isEmpty());
  }

  static Map<String, String> labels(
      Violations violations, String field, Map<String, String> labels) {
    if (labels.size() > MOST_LABELS) {
      violations.add(field, "must be at most " + MOST_LABELS + ", and are " + labels.size());
    }
    labels.forEach(
        (key, value) -> {
          if (key.isEmpty()
              || TextBounds.bytes(key) > MOST_KEY_BYTES
              || TextBounds.bytes(value) > MOST_VALUE_BYTES) {
            violations.add(
                field,
                "must have keys of 1 to "
                    + MOST_KEY_BYTES
                    + " bytes and values of at most "
                    + MOST_VALUE_BYTES);
          }
        });
    return labels;
  }

  /** Hash of what the request asks for, whoever asks and however long they stay. */
  private static String payload(SolveRequest request) {
    SolveRequest asked =
        request.toBuilder()
            .clearRequestId()
            .clearOnDisconnect()
            .clearDisconnectGrace()
            .clearStreamOptions()
            .build();
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(hash.digest(MessageBytes.of(asked)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
