package dev.plangen.server.domain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can go wrong, as data. One place ({@code rpc.StatusMapper}) turns it into a
 * status.
 *
 * <p>{@link #message} is read by callers: it says what happened and what to do, and never holds a
 * provider's text or a secret.
 */
public sealed interface Failure {

  String message();

  /** UPPER_SNAKE_CASE, as listed at {@code PlanGenService}. */
  String reason();

  /** A request that can't be honoured as it stands; every wrong field at once. */
  record InvalidRequest(List<FieldViolation> violations) implements Failure {

    /** In the message, which travels as a header beside the details that name all. */
    private static final int MOST_TOLD = 10;

    public InvalidRequest {
      violations = List.copyOf(violations);
      if (violations.isEmpty()) {
        throw new IllegalArgumentException("an invalid request names at least one field");
      }
    }

    public static InvalidRequest of(String field, String remedy) {
      return new InvalidRequest(List.of(new FieldViolation(field, remedy)));
    }

    @Override
    public String reason() {
      return "INVALID_REQUEST";
    }

    @Override
    public String message() {
      int count = violations.size();
      StringBuilder text = new StringBuilder("The request is not valid:");
      for (FieldViolation violation : violations.subList(0, Math.min(MOST_TOLD, count))) {
        text.append(' ')
            .append(violation.field())
            .append(' ')
            .append(violation.remedy())
            .append(';');
      }
      if (count > MOST_TOLD) {
        text.append(" and ").append(count - MOST_TOLD).append(" more;");
      }
      text.setCharAt(text.length() - 1, '.');
      return text.toString();
    }
  }

  /**
   * A wrong field.
   *
   * @param field its path as in the .proto, for example {@code sampling.temperature}
   * @param remedy what it must be, as the rest of a sentence that begins with the field
   */
  record FieldViolation(String field, String remedy) {}

  /** The request names a model that is not served. */
  record UnknownModel(String id) implements Failure {
    @Override
    public String reason() {
      return "MODEL_NOT_FOUND";
    }

    @Override
    public String message() {
      return "No model \"" + id + "\" is served here; ListModels tells which are.";
    }
  }

  /**
   * A call to a model failed.
   *
   * @param retryDelay how long the provider asks to wait
   */
  record ModelFailed(Kind kind, String message, Optional<Duration> retryDelay) implements Failure {

    public ModelFailed(Kind kind, String message) {
      this(kind, message, Optional.empty());
    }

    @Override
    public String reason() {
      return "MODEL_" + (kind == Kind.TIMED_OUT ? Kind.UNAVAILABLE : kind);
    }

    /** How it failed, and whether the same call may succeed later. */
    public enum Kind {
      CREDENTIALS_REJECTED(false),
      MISCONFIGURED(false),
      REJECTED_REQUEST(false),
      CONTEXT_EXCEEDED(false),
      CONTENT_FILTERED(false),
      RATE_LIMITED(true),
      UNAVAILABLE(true),
      /** Unavailable too, but a call that took so long is not worth being paid again. */
      TIMED_OUT(false);

      private final boolean transientFailure;

      Kind(boolean transientFailure) {
        this.transientFailure = transientFailure;
      }

      public boolean isTransient() {
        return transientFailure;
      }
    }
  }

  /** Models answered, but nothing that they wrote can be used. */
  record OutputUnusable(String message) implements Failure {
    @Override
    public String reason() {
      return "MODEL_OUTPUT_UNUSABLE";
    }
  }

  /** The request names a verifier that is neither built in nor configured. */
  record UnknownVerifier(String id) implements Failure {
    @Override
    public String reason() {
      return "VERIFIER_NOT_FOUND";
    }

    @Override
    public String message() {
      return "No verifier \""
          + id
          + "\" is known here; name llm, calendar, trip, math, or one that is configured.";
    }
  }

  /**
   * A call to a configured verifier failed.
   *
   * @param id the verifier
   * @param problem what it did, as the rest of a sentence that begins with it
   */
  record VerifierFailed(Fault fault, String id, String problem) implements Failure {

    @Override
    public String reason() {
      return "VERIFIER_" + fault;
    }

    @Override
    public String message() {
      return "Verifier \"" + id + "\" " + problem + ".";
    }

    /** Whether asking it again may help. */
    public enum Fault {
      /** It is down, full, or too slow. */
      UNAVAILABLE,
      /** It refuses, or breaks its contract. */
      FAILED
    }
  }

  /** The request names a set of prompts that is not configured. */
  record UnknownProfile(String name) implements Failure {
    @Override
    public String reason() {
      return "PROFILE_NOT_FOUND";
    }

    @Override
    public String message() {
      return "No prompt profile \"" + name + "\" is configured here; leave prompt_profile unset.";
    }
  }

  /** There is no such run, or it is another tenant's. */
  record UnknownRun(String name) implements Failure {
    @Override
    public String reason() {
      return "RUN_NOT_FOUND";
    }

    @Override
    public String message() {
      return "No run \"" + name + "\" is known here; ListRuns tells which are.";
    }
  }

  /** The run has been dropped to keep within the limits of retention. */
  record RunExpired(String id) implements Failure {
    @Override
    public String reason() {
      return "RUN_EXPIRED";
    }

    @Override
    public String message() {
      return "The run \"" + id + "\" has ended and is no longer kept.";
    }
  }

  /** A request id came with another payload than before. */
  record RequestIdReused() implements Failure {
    @Override
    public String reason() {
      return "REQUEST_ID_REUSED";
    }

    @Override
    public String message() {
      return "This request_id was sent with another request; take a new one for each request.";
    }
  }

  /**
   * The call does not tell who makes it, or not in a way that can be believed.
   *
   * @param message says what to send instead, and nothing of what came
   */
  record Unauthenticated(String message) implements Failure {
    @Override
    public String reason() {
      return "UNAUTHENTICATED";
    }
  }

  /**
   * Who calls is proven, and may not.
   *
   * @param message says what is missing
   */
  record PermissionDenied(String message) implements Failure {
    @Override
    public String reason() {
      return "PERMISSION_DENIED";
    }
  }

  /** Whether a token is good can't be told now: the keys of its issuer can't be had. */
  record AuthenticationUnavailable() implements Failure {

    /** By then its keys may have been fetched. */
    public static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    @Override
    public String reason() {
      return "AUTHENTICATION_UNAVAILABLE";
    }

    @Override
    public String message() {
      return "Tokens can't be checked now; retry after the given delay, with back-off.";
    }
  }

  /**
   * The server has all the work that it takes.
   *
   * @param retryDelay when to try again
   */
  record ServerOverloaded(Duration retryDelay) implements Failure {

    /** To be tried again after a second, with back-off. */
    public ServerOverloaded() {
      this(Duration.ofSeconds(1));
    }

    @Override
    public String reason() {
      return "SERVER_OVERLOADED";
    }

    @Override
    public String message() {
      return "The server is at its limit; retry after the given delay, with back-off.";
    }
  }

  /**
   * The tenant has all that its quota allows.
   *
   * @param limit of the quota
   * @param most what it allows
   * @param retryDelay when it allows more
   */
  record QuotaExceeded(String tenant, Limit limit, long most, Duration retryDelay)
      implements Failure {

    @Override
    public String reason() {
      return "QUOTA_EXCEEDED";
    }

    @Override
    public String message() {
      return "Your quota of %d %s is used up; retry after the given delay, or ask the operator."
          .formatted(most, limit.unit);
    }

    /** What a quota limits. */
    public enum Limit {
      LIVE_RUNS("max_live_runs", "live runs"),
      RUNS_PER_MINUTE("max_runs_per_minute", "runs per minute"),
      TOKENS_PER_DAY("max_tokens_per_day", "tokens per day");

      private final String key;
      private final String unit;

      Limit(String key, String unit) {
        this.key = key;
        this.unit = unit;
      }

      /** Its name in the configuration, and for callers. */
      public String key() {
        return key;
      }
    }
  }

  /** The budget does not pay for what would be needed. */
  record BudgetExhausted(String limit) implements Failure {
    @Override
    public String reason() {
      return "BUDGET_EXHAUSTED";
    }

    @Override
    public String message() {
      return "The run's limit of " + limit + " does not pay for more, and there is no plan yet.";
    }
  }

  /** The soft deadline came before there was anything to return. */
  record SoftDeadlineExceeded() implements Failure {
    @Override
    public String reason() {
      return "SOFT_DEADLINE_EXCEEDED";
    }

    @Override
    public String message() {
      return "The soft deadline came before there was a plan; raise budget.soft_deadline.";
    }
  }

  /** The longest duration of a run was over before there was anything to return. */
  record RunDurationExceeded() implements Failure {
    @Override
    public String reason() {
      return "RUN_DURATION_EXCEEDED";
    }

    @Override
    public String message() {
      return "The run took longer than this server allows, and there is no plan yet.";
    }
  }

  /**
   * Left off on purpose: the run has what it needs, may not have more, or has the same step
   * already. Ends no run.
   */
  record NotNeeded(String message) implements Failure {
    public NotNeeded() {
      this("It was stopped because the run needs no more.");
    }

    @Override
    public String reason() {
      return "NOT_NEEDED";
    }
  }

  /** The last caller left, or the run was cancelled by name. */
  record Cancelled() implements Failure {
    @Override
    public String reason() {
      return "CANCELLED";
    }

    @Override
    public String message() {
      return "The run was cancelled, or its last caller left.";
    }
  }

  /** The caller's deadline passed. */
  record DeadlineExceeded() implements Failure {
    @Override
    public String reason() {
      return "DEADLINE_EXCEEDED";
    }

    @Override
    public String message() {
      return "The deadline passed before the run came to its end.";
    }
  }

  /** The server is shutting down. */
  record ServerDraining() implements Failure {
    @Override
    public String reason() {
      return "SERVER_DRAINING";
    }

    @Override
    public String message() {
      return "The server is shutting down; retry at once, elsewhere.";
    }
  }

  /** A bug. Says nothing to the caller; the log has the cause under the run's id. */
  record Internal() implements Failure {
    @Override
    public String reason() {
      return "INTERNAL";
    }

    @Override
    public String message() {
      return "An internal error; please report it with the run_id.";
    }
  }
}
