package dev.plangen.server.testing;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.planning.agent.Asking;
import dev.plangen.server.testing.ScriptedModel.Ask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A script that says what each call of a run is answered, by its key. A model is not told the key;
 * the seed, which is derived from it, gives it away. Calls that it does not name succeed.
 */
public final class KeyedScript implements Function<Ask, ScriptedReply> {

  private static final int MOST_CANDIDATES = 9;

  private final Map<Long, CallKey> keyOfSeed = new HashMap<>();
  private final Map<CallKey, List<ScriptedReply>> replies = new ConcurrentHashMap<>();

  /** For runs with this sampling: seeds depend on the request's. */
  public KeyedScript(SamplingWish sampling) {
    var asking = new Asking(ScriptedModel.ID, sampling);
    Stream<String> candidates =
        IntStream.rangeClosed(1, MOST_CANDIDATES)
            .boxed()
            .flatMap(i -> Stream.of("solution/" + i, "verify/" + i, "verify/" + i + "/repair"));
    Stream.concat(
            Stream.of("constraints", "generate", "plan", "verify/plan", "verify/plan/repair"),
            candidates)
        .map(CallKey::of)
        .forEach(key -> keyOfSeed.put(asking.forGeneration(key).seed().orElseThrow(), key));
  }

  public KeyedScript() {
    this(SamplingWish.NONE);
  }

  /** The first reply to the first attempt and so on; the last to all further ones. */
  public KeyedScript on(String path, ScriptedReply... inOrder) {
    replies.put(CallKey.of(path), List.of(inOrder));
    return this;
  }

  /** Verdicts with these scores for the candidates 1, 2, 3 … */
  public KeyedScript scores(int... scores) {
    for (int i = 0; i < scores.length; i++) {
      on("verify/" + (i + 1), ScriptedReply.text("Checked.\n", "Score: " + scores[i]));
    }
    return this;
  }

  public CallKey key(Ask ask) {
    CallKey key = keyOfSeed.get(ask.options().seed().orElseThrow());
    if (key == null) {
      throw new IllegalStateException("no call of a run has the seed of " + ask);
    }
    return key;
  }

  @Override
  public ScriptedReply apply(Ask ask) {
    CallKey key = key(ask);
    List<ScriptedReply> told = replies.getOrDefault(key, List.of());
    return told.isEmpty() ? usual(key, ask) : told.get(Math.min(ask.attempt(), told.size()) - 1);
  }

  private static ScriptedReply usual(CallKey key, Ask ask) {
    return switch (ask.format().orElse(AnswerFormat.PLAN)) {
      case CONSTRAINTS -> ScriptedReply.text("- It is short.\n", "- It is ", "x <= 3.");
      case PLAN -> ScriptedReply.text("Plan ", "of ", key.path());
      case STEP -> ScriptedReply.text("Step ", "of ", key.path());
      case VERDICT, SCORE, REWARD -> ScriptedReply.text("Score: ", "50");
      case COMPLETION -> ScriptedReply.text("0");
      case PRIORS ->
          ScriptedReply.text("best_of_n: 0.5\n", "tree_of_thought: 0.5\n", "rebase: 0.5\n");
    };
  }
}
