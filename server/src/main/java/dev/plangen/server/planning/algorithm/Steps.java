package dev.plangen.server.planning.algorithm;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.concurrent.Fanout;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.Node;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.planning.agent.Followup;
import dev.plangen.server.planning.agent.ModelCall;
import dev.plangen.server.planning.agent.RunContext;
import dev.plangen.server.planning.agent.StepAgent;
import dev.plangen.server.planning.agent.StepJudge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Continues the beginnings of plans: writes steps, judges each, asks whether it completes the plan,
 * and verifies the plans that are complete. A step that fails is lost; the search goes on with the
 * others. Thread-safe.
 */
final class Steps {

  private final RunContext context;
  private final SearchTask task;
  private final Attempts attempts;
  private final StepAgent writer;
  private final StepJudge judge;
  private final Followup followup;

  Steps(SearchTask task) {
    this.context = task.context();
    this.task = task;
    this.attempts = new Attempts(task, Optional.empty());
    this.writer = new StepAgent(context, task.writing());
    this.judge = new StepJudge(context, task.judging(), task.prompts());
    this.followup = judge.followup(task.problem(), task.constraints()).and(task.verification());
  }

  /** A step, and what was said of the plan up to it. */
  private record Judged(Branch branch, String step, boolean complete) {
    Node toNode() {
      return new Node(branch.id(), step, branch.reward(), complete);
    }
  }

  /** To be thrown when the search has come to no plan at all. */
  RuntimeException failed() {
    return attempts.failed();
  }

  /**
   * Continues one beginning by as many steps as there are keys: all at once, unless the budget pays
   * only for some, then those, and with what they left more. Blocks.
   *
   * <p>Steps are compared before they are judged: of equal ones the first alone goes on.
   *
   * @return empty if the run was stopped before any was begun, this time and, as the log says,
   *     before
   */
  Optional<Expansion> expand(Branch from, List<CallKey> keys) {
    try {
      return judged(from, keys).map(judged -> expansion(from, judged));
    } finally {
      keys.forEach(attempts::done);
    }
  }

  private Expansion expansion(Branch from, List<Judged> judged) {
    List<Contender> plans =
        Fanout.map(
            judged.stream().filter(Judged::complete).toList(),
            context.cancellation(),
            (last, cancellation) -> verify(from, last, cancellation));
    return new Expansion(
        judged.stream().filter(step -> !step.complete()).map(Judged::branch).toList(), plans);
  }

  private Optional<List<Judged>> judged(Branch from, List<CallKey> keys) {
    List<Judged> judged = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<ModelCall> rest = calls(from, keys);
    while (!rest.isEmpty()) {
      List<ModelCall> paid = context.reserve(rest, followup);
      if (paid.isEmpty()) {
        break;
      }
      judged.addAll(judged(from, paid, seen));
      rest = rest.stream().filter(call -> !paid.contains(call)).toList();
      // What is set aside for a verification is needed no more, unless the plan is complete.
      Set<CallKey> complete =
          judged.stream()
              .filter(Judged::complete)
              .map(step -> step.branch().id())
              .collect(Collectors.toSet());
      paid.stream()
          .map(ModelCall::key)
          .filter(key -> !complete.contains(key))
          .forEach(attempts::done);
    }
    if (rest.size() == keys.size()) {
      return Optional.empty();
    }
    context.emit(
        new RunEvent.NodeExpanded(
            from.id(),
            from.depth(),
            keys.getFirst(),
            judged.stream().map(Judged::toNode).toList()));
    return Optional.of(judged);
  }

  private List<Judged> judged(Branch from, List<ModelCall> paid, Set<String> seen) {
    List<Optional<CallRecord>> written =
        Fanout.map(
            paid, context.cancellation(), (call, cancellation) -> write(from, call, cancellation));
    return present(
        Fanout.map(
            distinct(written, seen),
            context.cancellation(),
            (call, cancellation) -> assess(from, call, cancellation)));
  }

  private List<ModelCall> calls(Branch from, List<CallKey> keys) {
    Prompt prompt =
        task.prompts()
            .step(
                task.problem(), task.constraints(), from.earlier(), from.steps(), from.feedback());
    return keys.stream().map(key -> writer.call(key, prompt)).toList();
  }

  private Optional<CallRecord> write(Branch from, ModelCall call, Cancellation cancellation) {
    if (!context.mayBegin(call)) {
      return Optional.empty();
    }
    context.emit(new RunEvent.CandidateStarted(call.key(), from.lineage()));
    return attempts.attempt(
        Stage.GENERATE_SOLUTIONS, call.key(), () -> writer.write(call, cancellation));
  }

  private List<CallRecord> distinct(List<Optional<CallRecord>> steps, Set<String> seen) {
    List<CallRecord> distinct = new ArrayList<>();
    for (CallRecord step : present(steps)) {
      if (seen.add(step.text().strip())) {
        distinct.add(step);
      } else {
        attempts.lost(
            Stage.GENERATE_SOLUTIONS,
            step.key(),
            new Failure.NotNeeded("It says the same as an earlier step."));
      }
    }
    return distinct;
  }

  private Optional<Judged> assess(Branch from, CallRecord step, Cancellation cancellation) {
    String steps = from.with(step.text());
    if (steps.getBytes(StandardCharsets.UTF_8).length > task.writing().candidateBytes()) {
      attempts.lost(
          Stage.GENERATE_SOLUTIONS,
          step.key(),
          new Failure.OutputUnusable(
              "The steps are longer together than a plan may be; raise"
                  + " sampling.max_output_tokens."));
      return Optional.empty();
    }
    return attempts.attempt(
        Stage.GENERATE_SOLUTIONS,
        step.key(),
        () -> {
          StepJudge.Assessment said =
              judge.assess(task.problem(), task.constraints(), step.key(), steps, cancellation);
          return new Judged(
              new Branch(
                  step.key(),
                  from.depth() + 1,
                  steps,
                  said.reward(),
                  Optional.of(said.feedback()),
                  from.earlier()),
              step.text(),
              said.complete());
        });
  }

  private Contender verify(Branch from, Judged last, Cancellation cancellation) {
    Contender plan =
        attempts.complete(
            new Candidate(last.branch().id(), last.branch().steps(), FinishCause.STOP),
            from.lineage());
    return attempts.verify(plan, cancellation).orElse(plan);
  }

  private static <T> List<T> present(List<Optional<T>> all) {
    return all.stream().flatMap(Optional::stream).toList();
  }
}
