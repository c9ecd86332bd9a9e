package dev.plangen.server.testing;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.planning.agent.Asking;
import dev.plangen.server.testing.ScriptedModel.Ask;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A script that says what each call of a run is answered, by its key. A model is not told the key;
 * the seed, which is derived from it, gives it away. Calls that it does not name succeed.
 */
public final class KeyedScript implements Function<Ask, ScriptedReply> {

  private static final Map<SamplingWish, Map<Long, CallKey>> KEYS = new ConcurrentHashMap<>();

  private final Map<Long, CallKey> keyOfSeed;
  private final Map<CallKey, List<ScriptedReply>> replies = new ConcurrentHashMap<>();

  /** For runs with this sampling: seeds depend on the request's. */
  public KeyedScript(SamplingWish sampling) {
    keyOfSeed = KEYS.computeIfAbsent(sampling, KeyedScript::keys);
  }

  private static Map<Long, CallKey> keys(SamplingWish sampling) {
    var asking = new Asking(ScriptedModel.ID, sampling);
    return RunKeys.all()
        .collect(
            Collectors.toUnmodifiableMap(
                key -> asking.forGeneration(key).seed().orElseThrow(), key -> key));
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

  /** A step with this reward, with which its plan is not complete. */
  public KeyedScript step(String path, int reward) {
    return on(about("reward", path), ScriptedReply.text("Checked.\n", "Score: " + reward));
  }

  /** A step that completes its plan, and the score of that. */
  public KeyedScript lastStep(String path, int reward, int score) {
    return step(path, reward)
        .on(about("completion", path), ScriptedReply.text("1"))
        .on(about("verify", path), ScriptedReply.text("Checked.\n", "Score: " + score));
  }

  /**
   * A tree whose every first step completes a plan with this score, until it has enough of them.
   */
  public KeyedScript firstSteps(String root, int score) {
    for (int i = 1; i <= RunKeys.FIRST_STEPS; i++) {
      lastStep(root + "/" + i, 0, score);
    }
    return this;
  }

  /** The key of a question about what the call with this key wrote. */
  public static String about(String question, String path) {
    return CallKey.of(path).about(question).path();
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
