package dev.plangen.server.planning.agent;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.concurrent.Fanout;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Verdict;
import dev.plangen.server.verify.Verifiers;
import java.util.List;

/** All who verify the candidates of a run, each candidate once. Thread-safe. */
public final class Jury {

  private final RunContext context;
  private final List<Juror> jurors;
  private final boolean asksModel;

  /**
   * The verifiers that a request names.
   *
   * @param judge the model as judge
   */
  public Jury(RunContext context, List<String> ids, Judge judge, Verifiers verifiers) {
    this.context = context;
    this.jurors = ids.stream().map(id -> juror(id, judge, verifiers)).toList();
    this.asksModel = ids.contains(Verifiers.LLM);
  }

  private Juror juror(String id, Judge judge, Verifiers verifiers) {
    return id.equals(Verifiers.LLM)
        ? judge
        : new Expert(
            context,
            id,
            verifiers
                .find(id)
                .orElseThrow(() -> new FailureException(new Failure.UnknownVerifier(id))));
  }

  /** Whether verifying a plan costs a model call. */
  public boolean asksModel() {
    return asksModel;
  }

  /**
   * Verifies one plan and tells the run of each verdict. Blocks.
   *
   * @return in the order of the verifiers
   * @throws FailureException if a verifier failed: without its verdict the plan's standing is
   *     unknown
   */
  public List<Verdict> verify(PlanUnderTest plan, Cancellation cancellation) {
    // One alone needs no thread of its own.
    return jurors.size() == 1
        ? List.of(verdict(jurors.getFirst(), plan, cancellation))
        : Fanout.map(jurors, cancellation, (juror, scope) -> verdict(juror, plan, scope));
  }

  private Verdict verdict(Juror juror, PlanUnderTest plan, Cancellation cancellation) {
    Judgement judgement = juror.judge(plan, cancellation);
    context.emit(new RunEvent.CandidateVerified(judgement.verdict(), judgement.call()));
    return judgement.verdict();
  }
}
