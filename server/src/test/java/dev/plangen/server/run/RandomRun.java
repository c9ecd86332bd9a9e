package dev.plangen.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.CallWatch;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.Lineage;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.TextName;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.domain.Verdict;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.planning.agent.ModelCall;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/**
 * What writes into a log in a run that a seed has made up: for each candidate a list of steps, to
 * be done in this order by one thread, and the end of the run.
 */
final class RandomRun {

  private static final int[] ALPHABET = {'a', ' ', '\n', 'é', 'Ω', '語', '−', 0x1F600, 0x10FFFD};
  private static final GenerationOptions OPTIONS =
      new GenerationOptions(
          OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty(), Set.of());
  private static final Failure LOST = new Failure.OutputUnusable("lost");

  private final Random random;
  private final Run run;
  private final RunLog log;
  private final List<List<Runnable>> candidates = new ArrayList<>();
  private final List<Runnable> end = new ArrayList<>();

  RandomRun(long seed) {
    this.random = new Random(seed);
    var job = new Job.Generate("", "", ScriptedModel.ID, SamplingWish.NONE);
    this.run = TestRuns.of(job, new ScriptedModel(new KeyedScript()));
    this.log = run.log();
    int count = 1 + random.nextInt(4);
    for (int i = 1; i <= count; i++) {
      candidates.add(candidate(i));
    }
    finish();
  }

  Run run() {
    return run;
  }

  List<List<Runnable>> candidates() {
    return candidates;
  }

  List<Runnable> end() {
    return end;
  }

  private List<Runnable> candidate(int number) {
    List<Runnable> steps = new ArrayList<>();
    CallKey id = CallKey.of("solution").child(number);
    steps.add(() -> log.append(new RunEvent.CandidateStarted(id, Lineage.NONE)));
    var plan = new Call(id, new TextName(Stage.GENERATE_SOLUTIONS, id.path(), ""), steps);
    if (isLost(plan, Stage.GENERATE_SOLUTIONS, id, steps)) {
      return steps;
    }
    steps.add(() -> log.append(RunEvent.CandidateCompleted.by(plan.record())));
    var judged = new TextName(Stage.VERIFY_SOLUTIONS, id.path(), "llm");
    CallKey key = CallKey.of("verify").child(number);
    var first = new Call(key, judged, steps);
    if (isLost(first, Stage.VERIFY_SOLUTIONS, id, steps)) {
      return steps;
    }
    Call last = first;
    if (random.nextInt(3) == 0) {
      steps.add(() -> log.append(new RunEvent.CallCompleted(first.record())));
      last = new Call(key.child("repair"), judged, steps);
    }
    verified(id, last, steps);
    return steps;
  }

  private boolean isLost(Call call, Stage stage, CallKey candidate, List<Runnable> steps) {
    if (random.nextInt(5) > 0) {
      return false;
    }
    steps.add(call::discard);
    steps.add(() -> log.append(new RunEvent.CandidateFailed(stage, candidate, LOST)));
    return true;
  }

  private void verified(CallKey id, Call call, List<Runnable> steps) {
    var verdict = new Verdict(id, "llm", Opinion.none("no feedback"));
    steps.add(
        () -> log.append(new RunEvent.CandidateVerified(verdict, Optional.of(call.record()))));
  }

  private void finish() {
    end.add(() -> log.append(new RunEvent.CandidatesGenerated(List.of())));
    var last = new Call(CallKey.of("generate"), TextName.of(Stage.WORKFLOW), end);
    end.add(() -> log.append(new RunEvent.Finished(new Answer.Written(last.record()))));
  }

  /** A call that may be tried several times. Its thread alone uses it. */
  private final class Call {
    private final CallKey key;
    private final TextName name;
    private final Random pieces = new Random(random.nextLong());
    private final StringBuilder written = new StringBuilder();
    private GrowingText text;
    private TextWriter writer;

    Call(CallKey key, TextName name, List<Runnable> steps) {
      this.key = key;
      this.name = name;
      this.text = new GrowingText(key, name);
      this.writer = writerOf(text);
      steps.add(this::open);
      int attempts = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1;
      for (int attempt = 0; attempt < attempts; attempt++) {
        steps.add(this::begin);
        attempt(steps);
      }
    }

    private TextWriter writerOf(GrowingText growing) {
      Ticket unlimited =
          new Purse(Budget.UNLIMITED, RunCost.NOTHING, _ -> {}, _ -> {})
              .open("", false, 0, 1 << 20, Optional.empty());
      var call = new ModelCall(key, name, "test", new Prompt("", ""), OPTIONS, Integer.MAX_VALUE);
      return new TextWriter(log, growing, unlimited, call, CallWatch.NONE);
    }

    private void open() {
      text = log.open(key, name);
      writer = writerOf(text);
    }

    private void begin() {
      written.setLength(0);
      writer.begin(OPTIONS);
    }

    private void attempt(List<Runnable> steps) {
      boolean huge = random.nextInt(800) == 0;
      String whole = text(huge ? 200_000 : random.nextInt(40));
      int from = 0;
      while (from < whole.length()) {
        int to = Math.min(whole.length(), from + 1 + random.nextInt(huge ? 200_000 : 6));
        String piece = whole.substring(from, to);
        steps.add(
            () -> {
              written.append(piece);
              writer.append(piece);
            });
        from = to;
      }
    }

    private String text(int codePoints) {
      return pieces
          .ints(codePoints, 0, ALPHABET.length)
          .map(i -> ALPHABET[i])
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
    }

    void discard() {
      log.discard(text);
    }

    CallRecord record() {
      String whole = log.whole(text).decode();
      assertThat(whole).isEqualTo(written.toString());
      return new CallRecord(
          key,
          name,
          ScriptedModel.ID,
          "",
          whole,
          FinishCause.STOP,
          TokenCount.UNKNOWN,
          OptionalInt.empty());
    }
  }
}
