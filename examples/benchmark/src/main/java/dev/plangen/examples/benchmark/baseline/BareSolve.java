package dev.plangen.examples.benchmark.baseline;

import dev.plangen.examples.benchmark.load.Problems;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.planning.prompt.ConstraintReader;
import dev.plangen.server.planning.prompt.Prompts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The calls of one solve: the constraints, then five plans, each with its verdict. */
final class BareSolve {

  private static final int CANDIDATES = 5;

  private final BareClient client;

  BareSolve(BareClient client) {
    this.client = client;
  }

  void run(String model) throws Exception {
    String problem = Problems.MEETING;
    Prompts prompts = Prompts.DEFAULT;
    List<String> constraints = ConstraintReader.read(call(model, prompts.constraints(problem)));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> verdicts = new ArrayList<>();
      for (int i = 0; i < CANDIDATES; i++) {
        verdicts.add(
            threads.submit(
                () -> {
                  String plan = call(model, prompts.plan(problem, constraints, Optional.empty()));
                  return call(model, prompts.verdict(problem, constraints, plan));
                }));
      }
      for (Future<String> verdict : verdicts) {
        verdict.get();
      }
    }
  }

  private String call(String model, Prompt prompt) {
    var text = new StringBuilder();
    client.stream(model, prompt.system(), prompt.user(), text::append);
    return text.toString();
  }
}
