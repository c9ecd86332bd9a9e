package dev.plangen.server.llm.openai;

import static dev.plangen.server.domain.Failure.ModelFailed.Kind.CONTENT_FILTERED;
import static dev.plangen.server.domain.Failure.ModelFailed.Kind.CONTEXT_EXCEEDED;
import static dev.plangen.server.domain.Failure.ModelFailed.Kind.CREDENTIALS_REJECTED;
import static dev.plangen.server.domain.Failure.ModelFailed.Kind.MISCONFIGURED;
import static dev.plangen.server.domain.Failure.ModelFailed.Kind.RATE_LIMITED;
import static dev.plangen.server.domain.Failure.ModelFailed.Kind.REJECTED_REQUEST;
import static dev.plangen.server.domain.Failure.ModelFailed.Kind.TIMED_OUT;
import static dev.plangen.server.domain.Failure.ModelFailed.Kind.UNAVAILABLE;

import com.openai.errors.SseException;
import dev.plangen.server.domain.Failure.FieldViolation;
import dev.plangen.server.domain.Failure.InvalidRequest;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.llm.SamplingParameter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in our words, to callers, how a call to one model failed: never in the provider's. */
record Failures(String modelId) {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** What the provider answered instead of a text. */
  FailureException of(ProviderError error) {
    return switch (error) {
      case ProviderError e when e.isBadKey() ->
          failed(CREDENTIALS_REJECTED, "does not accept this server's credentials", e);
      case ProviderError e when e.isTooLong() ->
          failed(CONTEXT_EXCEEDED, "can't take a prompt and answer as long as these", e);
      case ProviderError e when e.isFiltered() ->
          failed(CONTENT_FILTERED, "refused the prompt by its content filter", e);
      // Includes a quota that is used up: which of its 429s will pass, a provider does not say.
      case ProviderError e when e.status() == 429 ->
          failed(RATE_LIMITED, "takes no more calls at present", e);
      case ProviderError e when isPassing(e.status()) -> failed(UNAVAILABLE, "could not answer", e);
      case ProviderError e when isWrongAddress(e.status()) ->
          failed(MISCONFIGURED, "is not at the configured address under the configured name", e);
      case ProviderError e -> failed(REJECTED_REQUEST, "refused the request", e);
    };
  }

  private static boolean isPassing(int status) {
    return status == 408 || status == 409 || status == 425 || status >= 500;
  }

  private static boolean isWrongAddress(int status) {
    return status == 404 || status == 405 || status == 410 || (status >= 300 && status < 400);
  }

  private FailureException failed(ModelFailed.Kind kind, String what, ProviderError error) {
    String message = subject() + " " + what + " (HTTP " + error.status() + ").";
    Optional<Duration> delay = kind.isTransient() ? error.retryDelay() : Optional.empty();
    return new FailureException(new ModelFailed(kind, message, delay));
  }

  /** Whether no connection came about, so that no request was sent. */
  static boolean reachedNobody(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof SSLHandshakeException) {
        return true;
      }
    }
    return false;
  }

  /** The connection, or what came over it, broke. */
  FailureException broken(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case SseException _ -> {
          return unavailable("reported an error within its answer");
        }
        case SocketTimeoutException _ -> {
          return unavailable("was silent for too long");
        }
        case InterruptedIOException _ -> {
          return new FailureException(
              new ModelFailed(TIMED_OUT, subject() + " did not end its answer in time."));
        }
        case ConnectException _ -> {
          return unavailable("could not be reached: the connection was refused");
        }
        case UnknownHostException _ -> {
          return unavailable("could not be reached: its host name is unknown");
        }
        case SSLException _ -> {
          return unavailable("could not be reached: TLS failed");
        }
        // Unreadable JSON, too, is one of these.
        case IOException _ -> {
          return unavailable("broke off");
        }
        default -> {}
      }
    }
    // Not the message: the SDK's repeat what the provider wrote.
    LOG.warn("a call of model {} ended with {}", modelId, thrown.getClass().getName());
    return unavailable("gave an answer that can't be read");
  }

  FailureException cutOff() {
    return unavailable("broke off in the middle of its answer");
  }

  private FailureException unavailable(String what) {
    return new FailureException(new ModelFailed(UNAVAILABLE, subject() + " " + what + "."));
  }

  /** The caller set what the model does not take. */
  FailureException notTaken(Collection<SamplingParameter> parameters) {
    return invalid(parameters, "is not taken by model \"" + modelId + "\"; leave it unset");
  }

  /** The caller set a value that the model does not take. */
  FailureException outOfRange(SamplingParameter parameter) {
    return invalid(List.of(parameter), "has a value that model \"" + modelId + "\" does not take");
  }

  private static FailureException invalid(Collection<SamplingParameter> parameters, String remedy) {
    return new FailureException(
        new InvalidRequest(
            parameters.stream()
                .sorted()
                .map(parameter -> new FieldViolation("sampling." + parameter.fieldName(), remedy))
                .toList()));
  }

  private String subject() {
    return "Model \"" + modelId + "\"";
  }
}
