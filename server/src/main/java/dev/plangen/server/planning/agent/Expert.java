package dev.plangen.server.planning.agent;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Opinion;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.Verdict;
import dev.plangen.server.verify.Verifier;
import java.util.Optional;

/**
 * A verifier that is no model of the run. What it has said, as the log knows, is not asked again.
 */
final class Expert implements Juror {

  private final RunContext context;
  private final String id;
  private final Verifier verifier;

  Expert(RunContext context, String id, Verifier verifier) {
    this.context = context;
    this.id = id;
    this.verifier = verifier;
  }

  @Override
  public Judgement judge(PlanUnderTest plan, Cancellation cancellation) {
    Verdict verdict =
        context
            .recordedVerdict(plan, id)
            .orElseGet(() -> new Verdict(plan.candidate(), id, ask(plan, cancellation)));
    return new Judgement(verdict, Optional.empty());
  }

  private Opinion ask(PlanUnderTest plan, Cancellation cancellation) {
    return context.whileWanted(cancellation, wanted -> verifier.verify(plan, wanted));
  }
}
