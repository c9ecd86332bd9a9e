package dev.plangen.server.testing;

import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RoleModels;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.verify.Verifiers;
import java.util.List;

/** Jobs for a {@link ScriptedModel}. */
public final class TestJobs {

  public static final String PROBLEM = "Plan a day with x <= 3 & \"breaks\" for Zoë.";

  private TestJobs() {}

  public static Job.Solve bestOf(int candidates) {
    return bestOf(candidates, SamplingWish.NONE);
  }

  public static Job.Solve bestOf(int candidates, SamplingWish sampling) {
    return solve(candidates, sampling, List.of());
  }

  public static Job.Solve withConstraints(int candidates, String... constraints) {
    return solve(candidates, SamplingWish.NONE, List.of(constraints));
  }

  private static Job.Solve solve(int candidates, SamplingWish sampling, List<String> constraints) {
    return new Job.Solve(
        PROBLEM,
        ScriptedModel.ID,
        RoleModels.all(ScriptedModel.ID),
        sampling,
        AlgorithmChoice.BestOfN.of(candidates),
        List.of(Verifiers.LLM),
        95,
        constraints,
        "");
  }
}
