package dev.plangen.server.planning.algorithm;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.concurrent.Fanout;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Candidate;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.planning.agent.Followup;
import dev.plangen.server.planning.agent.ModelCall;
import dev.plangen.server.planning.agent.RunContext;
import dev.plangen.server.planning.agent.StepAgent;
import dev.plangen.server.planning.agent.StepJudge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    this.attempts = new Attempts(task);
    this.writer = new StepAgent(context, task.writing());
    this.judge = new StepJudge(context, task.judging(), task.prompts());
    this.followup = judge.followup(task.problem(), task.constraints()).and(task.verification());
  }

  /** To be thrown when the search has come to no plan at all. */
  RuntimeException failed() {
    return attempts.failed();
  }

  /**
   * Continues beginnings, each by as many steps as there are keys: all at once, unless the budget
   * pays only for some, then those, and with what they left more. Blocks.
   *
   * <p>Steps are compared before they are judged: of equal ones the first alone goes on.
   *
   * @return of those of which a step was begun, this time or, as the log says, before; none if the
   *     run was stopped before
   */
  List<Expansion> expand(List<Growth> level) {
    List<Growing> all =
        level.stream().map(growth -> new Growing(growth.from(), calls(growth))).toList();
    try {
      writeAndJudge(all);
      List<Growing> begun = all.stream().filter(growing -> growing.begun).toList();
      begun.forEach(this::tell);
      return Fanout.map(begun, context.cancellation(), this::expansion);
    } finally {
      all.forEach(growing -> growing.calls.forEach(call -> attempts.done(call.key())));
    }
  }

  private List<ModelCall> calls(Growth growth) {
    Branch from = growth.from();
    Prompt prompt =
        task.prompts()
            .step(
                task.problem(), task.constraints(), from.earlier(), from.steps(), from.feedback());
    return growth.keys().stream().map(key -> writer.call(key, prompt)).toList();
  }

  /**
   * What is left of the budget is divided among all of them, and not by each for itself: the first
   * would set aside what the others need, and gives most of it back.
   */
  private void writeAndJudge(List<Growing> all) {
    Followup questions = followup.about(all.stream().mapToInt(Growing::bytes).max().orElse(0));
    List<ModelCall> rest = all.stream().flatMap(growing -> growing.calls.stream()).toList();
    while (!rest.isEmpty()) {
      Set<ModelCall> paid = Set.copyOf(context.reserve(rest, rest.size(), questions));
      if (paid.isEmpty()) {
        return;
      }
      var _ =
          Fanout.map(
              all.stream().filter(growing -> growing.hasAnyOf(paid)).toList(),
              context.cancellation(),
              (growing, cancellation) -> grow(growing, paid, cancellation));
      rest = rest.stream().filter(call -> !paid.contains(call)).toList();
      // What is set aside for a verification is needed no more, unless the plan is complete.
      paid.stream()
          .map(ModelCall::key)
          .filter(key -> all.stream().noneMatch(growing -> growing.completes(key)))
          .forEach(attempts::done);
    }
  }

  private Growing grow(Growing growing, Set<ModelCall> paid, Cancellation scope) {
    Branch from = growing.from;
    growing.begun = true;
    List<Optional<CallRecord>> written =
        Fanout.map(
            growing.calls.stream().filter(paid::contains).toList(),
            scope,
            (call, cancellation) -> write(from, call, cancellation));
    growing.judged.addAll(
        present(
            Fanout.map(
                distinct(written, growing.seen),
                scope,
                (call, cancellation) -> assess(from, call, cancellation))));
    return growing;
  }

  private void tell(Growing growing) {
    context.emit(
        new RunEvent.NodeExpanded(
            growing.from.id(),
            growing.from.depth(),
            growing.calls.getFirst().key(),
            growing.judged.stream().map(Growing.Judged::toNode).toList()));
  }

  private Expansion expansion(Growing growing, Cancellation scope) {
    List<Contender> plans =
        Fanout.map(
            growing.judged.stream().filter(Growing.Judged::complete).toList(),
            scope,
            (last, cancellation) -> verify(growing.from, last, cancellation));
    return new Expansion(
        growing.judged.stream()
            .filter(step -> !step.complete())
            .map(Growing.Judged::branch)
            .toList(),
        plans);
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

  private Optional<Growing.Judged> assess(Branch from, CallRecord step, Cancellation cancellation) {
    String steps = from.with(step.text());
    if (TextBounds.bytes(steps) > task.writing().candidateBytes()) {
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
          return new Growing.Judged(
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

  private Contender verify(Branch from, Growing.Judged last, Cancellation cancellation) {
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
