package dev.plangen.server.llm.openai;

import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.completions.CompletionUsage;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.TextSink;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One answer as it is put together from chunks. Every field is read as one that may be missing: of
 * what the API promises, compatible servers leave out much. Reasoning comes in fields of its own,
 * which are not read, or as a {@code <think>} block.
 */
final class Answer {

  private final TextSink sink;
  private final ThinkFilter filter = new ThinkFilter();
  private Optional<String> finishReason = Optional.empty();
  private TokenCount tokens = TokenCount.UNKNOWN;

  Answer(TextSink sink) {
    this.sink = sink;
  }

  void add(ChatCompletionChunk chunk) {
    // The chunk with the usage has no choice; some servers repeat a growing usage in every chunk.
    chunk._usage().asKnown().map(Answer::tokens).ifPresent(count -> tokens = count);
    chunk._choices().asKnown().orElse(List.of()).stream().findFirst().ifPresent(this::add);
  }

  private void add(ChatCompletionChunk.Choice choice) {
    choice
        ._delta()
        .asKnown()
        .flatMap(delta -> delta._content().asString())
        .map(filter::filter)
        .ifPresent(this::write);
    choice
        ._finishReason()
        .asKnown()
        .flatMap(reason -> reason._value().asString())
        .filter(reason -> !reason.isEmpty())
        .ifPresent(reason -> finishReason = Optional.of(reason.toLowerCase(Locale.ROOT)));
  }

  private void write(String text) {
    if (!text.isEmpty()) {
      sink.append(text);
    }
  }

  /** Whether its last piece of text has come; its token count may still be missing. */
  boolean isWhole() {
    return finishReason.isPresent();
  }

  /** Empty if the stream ended before the answer did. */
  Optional<Completion> end() {
    Optional<FinishCause> finish = finishReason.flatMap(Answer::finishCause);
    finish.ifPresent(_ -> write(filter.end()));
    return finish.map(cause -> new Completion(cause, tokens));
  }

  /**
   * Besides the API's own reasons those that compatible servers are known to send. Tools are never
   * offered, so a reason that names them, like one that nobody knows, is taken as the end of a
   * text.
   */
  private static Optional<FinishCause> finishCause(String reason) {
    return switch (reason) {
      case "length", "max_tokens", "model_length" -> Optional.of(FinishCause.LENGTH);
      case "content_filter", "safety" -> Optional.of(FinishCause.CONTENT_FILTER);
      case "error", "abort" -> Optional.empty();
      default -> Optional.of(FinishCause.STOP);
    };
  }

  private static TokenCount tokens(CompletionUsage usage) {
    return TokenCount.reported(
        count(usage._promptTokens().asKnown()),
        count(
            usage
                ._promptTokensDetails()
                .asKnown()
                .flatMap(details -> details._cachedTokens().asKnown())),
        count(usage._completionTokens().asKnown()),
        count(
            usage
                ._completionTokensDetails()
                .asKnown()
                .flatMap(details -> details._reasoningTokens().asKnown())));
  }

  private static OptionalLong count(Optional<Long> value) {
    return value.map(OptionalLong::of).orElse(OptionalLong.empty());
  }
}
