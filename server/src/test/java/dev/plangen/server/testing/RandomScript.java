package dev.plangen.server.testing;

import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.RetryBudget;
import dev.plangen.server.llm.RetryPolicy;
import dev.plangen.server.llm.RetryingModel;
import dev.plangen.v1.Algorithm;
import dev.plangen.v1.BestOfN;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.SolveRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A solve that a seed has made up: what is asked, and what the model answers to each attempt of
 * each call. The same whenever it is played.
 */
public final class RandomScript {

  /** How the answers to repair questions begin. */
  public static final String REPAIRED = "Asked again.";

  private static final int MOST_ATTEMPTS = 3;
  private static final int[] ALPHABET = {'a', ' ', '\n', 'é', 'Ω', '語', '−', 0x1F600, 0x10FFFD};

  private final Random random;
  private final KeyedScript script = new KeyedScript();
  private final SolveRequest request;

  public RandomScript(long seed) {
    this.random = new Random(seed);
    int candidates = 1 + random.nextInt(6);
    this.request = request(candidates);
    on("constraints", ended(FinishCause.STOP, "- One " + text(20) + "\n- Two " + text(20)));
    for (int i = 1; i <= candidates; i++) {
      on("solution/" + i, ended(anyFinish(), text(chance(12) ? 60_000 : 60)));
      on("verify/" + i, ended(anyFinish(), text(40) + score()));
      on("verify/" + i + "/repair", ended(FinishCause.STOP, REPAIRED + text(10) + score()));
    }
  }

  private SolveRequest request(int candidates) {
    var made =
        SolveRequest.newBuilder()
            .setProblem("Plan a day.")
            .setVerificationThreshold(random.nextInt(100))
            .setSampling(Sampling.newBuilder().setMaxOutputTokens(chance(6) ? 10 : 40_000))
            .setAlgorithm(
                Algorithm.newBuilder().setBestOfN(BestOfN.newBuilder().setCandidates(candidates)));
    return chance(4) ? made.addConstraints("Short – é.").build() : made.build();
  }

  /** Without stream options. */
  public SolveRequest request() {
    return request;
  }

  /** Of one run: attempts are counted. */
  public WatchedModel model() {
    var policy =
        new RetryPolicy(
            MOST_ATTEMPTS, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1));
    LanguageModel attempts = new ScriptedModel(script);
    return new WatchedModel(
        new RetryingModel(attempts, policy, new RetryBudget(Integer.MAX_VALUE)));
  }

  private void on(String path, ScriptedReply last) {
    List<ScriptedReply> attempts = new ArrayList<>();
    while (chance(4) && attempts.size() < MOST_ATTEMPTS) {
      attempts.add(ScriptedReply.failing(failure(), pieces(text(80))));
    }
    attempts.add(last);
    script.on(path, attempts.toArray(ScriptedReply[]::new));
  }

  private Failure failure() {
    ModelFailed.Kind kind =
        chance(8)
            ? ModelFailed.Kind.CREDENTIALS_REJECTED
            : random.nextBoolean() ? ModelFailed.Kind.UNAVAILABLE : ModelFailed.Kind.RATE_LIMITED;
    return new ModelFailed(kind, "It failed.");
  }

  private ScriptedReply ended(FinishCause finish, String text) {
    return ScriptedReply.ended(finish, pieces(text));
  }

  private FinishCause anyFinish() {
    return chance(4)
        ? List.of(FinishCause.values()).get(random.nextInt(FinishCause.values().length))
        : FinishCause.STOP;
  }

  private String score() {
    return chance(4) ? "" : "\nScore: " + (random.nextInt(201) - 100);
  }

  /** Of this many code points at most; often of none. */
  private String text(int most) {
    return random
        .ints(chance(6) ? 0 : random.nextInt(most + 1), 0, ALPHABET.length)
        .map(i -> ALPHABET[i])
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Cut anywhere, also within a character. */
  private String[] pieces(String text) {
    int longest = text.length() > 1_000 ? 20_000 : 6;
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(text.length(), from + 1 + random.nextInt(longest));
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces.toArray(String[]::new);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
