package dev.plangen.server.chaos;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.testing.ChatAnswer;
import dev.plangen.server.testing.ChatCall;
import dev.plangen.server.testing.ModelFault;
import dev.plangen.server.testing.ModelFaults;
import dev.plangen.server.testing.OpenAiEndpoint;
import dev.plangen.server.testing.RandomScript;
import dev.plangen.server.testing.Reply;
import dev.plangen.server.testing.ScriptedProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A provider that answers slowly and in pieces, and fails in every way that {@link ModelFaults}
 * knows: seldom for some seconds, then often. Thread-safe.
 */
final class ChaosEndpoint implements OpenAiEndpoint.Behaviour {

  private static final double[] WEATHER = {0.03, 0.15, 0.03, 0.6};
  private static final long WEATHER_SECONDS = 3;
  private static final int PIECE = 12;
  private static final int LONG_PIECE = 8_000;

  private final long seed;
  private final Ledger ledger;
  private final List<ModelFault> faults = ModelFaults.all().toList();
  private final List<ModelFault> withoutAnswer = ModelFaults.ofEveryCall().toList();

  ChaosEndpoint(long seed, Ledger ledger) {
    this.seed = seed;
    this.ledger = ledger;
  }

  @Override
  public Reply reply(ChatCall call) {
    var random = new Random(seed * 31 + call.number());
    Optional<AnswerFormat> asked = ScriptedProvider.asked(call);
    if (random.nextDouble() >= weather()) {
      ledger.modelCall("answered");
      return answer(asked, random);
    }
    // How an answer to a repair question begins is what a reader knows it by.
    boolean repair = asked.equals(Optional.of(AnswerFormat.SCORE));
    List<ModelFault> choice = repair ? withoutAnswer : faults;
    ModelFault fault = choice.get(random.nextInt(choice.size()));
    ledger.modelCall(fault.name());
    return fault.reply().get();
  }

  private static double weather() {
    long spell = System.nanoTime() / (WEATHER_SECONDS * 1_000_000_000L);
    return WEATHER[Math.floorMod(spell, WEATHER.length)];
  }

  private static Reply answer(Optional<AnswerFormat> asked, Random random) {
    var answer = new ChatAnswer();
    boolean huge = random.nextInt(25) == 0;
    String text =
        asked
            .map(format -> text(format, huge, random))
            .orElseGet(() -> filler(random.nextInt(huge ? 200_000 : 300)));
    answer.pause(Duration.ofMillis(random.nextInt(150)));
    int longest = huge ? LONG_PIECE : PIECE;
    for (int from = 0; from < text.length(); from += longest) {
      answer.content(text.substring(from, Math.min(text.length(), from + longest)));
      if (random.nextInt(5) == 0) {
        answer.pause(Duration.ofMillis(random.nextInt(40)));
      }
    }
    if (random.nextInt(5) == 0) {
      answer.withoutUsage();
    }
    if (random.nextInt(10) == 0) {
      answer.withoutDone();
    }
    if (asked.equals(Optional.of(AnswerFormat.PLAN)) && random.nextInt(10) == 0) {
      answer.finish("length");
    }
    if (!huge && random.nextInt(30) == 0) {
      answer.byteByByte();
    }
    return answer.reply();
  }

  private static String text(AnswerFormat format, boolean huge, Random random) {
    return switch (format) {
      case CONSTRAINTS -> "- Meet – größte Eile ✓.\n".repeat(1 + random.nextInt(6));
      case PLAN -> "Plan: " + filler(20 + random.nextInt(huge ? 200_000 : 300));
      case VERDICT -> filler(random.nextInt(200)) + (random.nextInt(6) == 0 ? "" : score(random));
      case SCORE -> RandomScript.REPAIRED + (random.nextInt(6) == 0 ? "" : score(random));
      case STEP -> "Step: " + filler(20 + random.nextInt(100));
      case REWARD -> filler(random.nextInt(100)) + score(random);
      case COMPLETION -> random.nextInt(3) == 0 ? "1" : "0";
      case PRIORS -> "best_of_n: 0.5";
    };
  }

  private static String score(Random random) {
    return "\nScore: " + (random.nextInt(201) - 100);
  }

  private static String filler(int length) {
    return "Montag im Büro ✓. ".repeat(length / 18 + 1).substring(0, length);
  }
}
