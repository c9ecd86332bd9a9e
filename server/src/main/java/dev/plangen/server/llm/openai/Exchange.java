package dev.plangen.server.llm.openai;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.SseException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.TextSink;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;

/** One HTTP request and the stream that answers it. */
final class Exchange {

  /** The provider answered with an error, which may be one to try again without a parameter. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ProviderError error;

    RefusedException(ProviderError error) {
      this.error = error;
    }

    ProviderError error() {
      return error;
    }
  }

  private final OpenAIClient client;
  private final Failures failures;
  private final TextSink sink;
  private final Cancellation cancellation;

  /**
   * @param sink that has begun
   */
  Exchange(OpenAIClient client, Failures failures, TextSink sink, Cancellation cancellation) {
    this.client = client;
    this.failures = failures;
    this.sink = sink;
    this.cancellation = cancellation;
  }

  /**
   * What the sink throws is passed on as it is.
   *
   * @throws RefusedException if the provider answered with an error status
   */
  Completion run(ChatRequest request) {
    try (CallTether tether = new CallTether(cancellation)) {
      var answer = new Answer(sink);
      StreamResponse<ChatCompletionChunk> stream = guarded(() -> tether.send(() -> open(request)));
      boolean ended = false;
      try {
        ended = read(stream.stream().iterator(), answer);
      } finally {
        if (!ended) {
          tether.abort();
        }
        close(stream);
      }
      return answer.end().orElseThrow(failures::cutOff);
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // run closes it
  private StreamResponse<ChatCompletionChunk> open(ChatRequest request) {
    return client.chat().completions().createStreaming(request.params());
  }

  /** Whether the stream came to its end; if not, the answer is whole without it. */
  private boolean read(Iterator<ChatCompletionChunk> chunks, Answer answer) {
    while (true) {
      Optional<ChatCompletionChunk> chunk;
      try {
        chunk = guarded(() -> chunks.hasNext() ? Optional.of(chunks.next()) : Optional.empty());
      } catch (FailureException thrown) {
        // All that is missing is the token count, which is not worth paying the text again.
        if (answer.isWhole()) {
          return false;
        }
        throw thrown;
      }
      if (chunk.isEmpty()) {
        return true;
      }
      answer.add(chunk.get());
    }
  }

  /** Whatever the SDK throws, and it throws much, is one of ours afterwards. */
  private <T> T guarded(Supplier<T> step) {
    try {
      return step.get();
    } catch (Exception thrown) {
      cancellation.throwIfCancelled();
      // An error within a stream has the status of the stream, which was 200.
      if (thrown instanceof OpenAIServiceException refused && !(thrown instanceof SseException)) {
        sink.refused();
        throw new RefusedException(ProviderError.of(refused, Instant.now()));
      }
      if (Failures.reachedNobody(thrown)) {
        sink.refused();
      }
      throw failures.broken(thrown);
    }
  }

  private static void close(StreamResponse<ChatCompletionChunk> stream) {
    try {
      stream.close();
    } catch (Exception alreadyBroken) {
      // The outcome is known by now; the connection has been given up.
    }
  }
}
