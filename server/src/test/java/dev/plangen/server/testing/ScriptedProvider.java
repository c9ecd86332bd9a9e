package dev.plangen.server.testing;

import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.testing.OpenAiEndpoint.Behaviour;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers the questions of a solve, told apart by the answer format that each demands. To be set up
 * before the first call.
 */
public final class ScriptedProvider implements Behaviour {

  public static final String CONSTRAINTS =
      "- Meet on Monday.\n- Meet for half an hour – größte Eile ✓.";
  public static final String VERDICT = "Both hold – geprüft ✓.\nScore: 97";

  private final Map<AnswerFormat, Behaviour> answers = new EnumMap<>(AnswerFormat.class);
  private Behaviour otherwise = _ -> ChatAnswer.text("a free text – ohne Form ✓");

  /** Answers every question well; each plan is another. */
  public static ScriptedProvider solving() {
    var plans = new AtomicInteger();
    return new ScriptedProvider()
        .on(AnswerFormat.CONSTRAINTS, _ -> ChatAnswer.text(CONSTRAINTS))
        .on(AnswerFormat.PLAN, _ -> ChatAnswer.text(plan(plans.incrementAndGet())))
        .on(AnswerFormat.VERDICT, _ -> ChatAnswer.text(VERDICT))
        .on(AnswerFormat.SCORE, _ -> ChatAnswer.text("Score: 50"));
  }

  /** Answers nothing but like this. */
  public static ScriptedProvider always(Behaviour answer) {
    var provider = new ScriptedProvider();
    for (AnswerFormat format : AnswerFormat.values()) {
      provider.on(format, answer);
    }
    provider.otherwise = answer;
    return provider;
  }

  public static String plan(int number) {
    return "Plan " + number + ": Montag 9:00 – 9:30, im Büro ✓.";
  }

  public ScriptedProvider on(AnswerFormat format, Behaviour answer) {
    answers.put(format, answer);
    return this;
  }

  /** What a call asks for; empty if it demands no format. */
  public static Optional<AnswerFormat> asked(ChatCall call) {
    String prompt = call.text("user");
    return Arrays.stream(AnswerFormat.values())
        .filter(format -> prompt.contains(format.instruction()))
        .max(Comparator.comparingInt(format -> prompt.lastIndexOf(format.instruction())));
  }

  @Override
  public Reply reply(ChatCall call) {
    return asked(call).map(answers::get).orElse(otherwise).reply(call);
  }
}
