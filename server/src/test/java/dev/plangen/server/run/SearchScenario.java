package dev.plangen.server.run;

import static dev.plangen.server.testing.ScriptedReply.failing;
import static dev.plangen.server.testing.ScriptedReply.text;

import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.Budget;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.Job;
import dev.plangen.server.domain.RoleModels;
import dev.plangen.server.domain.SamplingWish;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestJobs;
import dev.plangen.server.verify.Verifiers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A search and how its model answers, with all that may happen to it. */
record SearchScenario(
    String name, AlgorithmChoice algorithm, Budget budget, UnaryOperator<KeyedScript> told) {

  private static final Failure DOWN = new ModelFailed(ModelFailed.Kind.UNAVAILABLE, "It is down.");

  Job job() {
    return new Job.Solve(
        TestJobs.PROBLEM,
        ScriptedModel.ID,
        RoleModels.all(ScriptedModel.ID),
        SamplingWish.NONE,
        algorithm,
        List.of(Verifiers.LLM),
        95,
        List.of(),
        "");
  }

  SearchScenario within(int calls) {
    return new SearchScenario(
        name + ", stopped by its budget",
        algorithm,
        new Budget(
            OptionalLong.of(calls), OptionalLong.empty(), Optional.empty(), Optional.empty()),
        told);
  }

  @Override
  public String toString() {
    return name;
  }

  static Stream<SearchScenario> all() {
    SearchScenario bestOfN =
        scenario(
            "best of n, one after the other",
            new AlgorithmChoice.BestOfN(4, 1, true),
            script -> script.scores(10, 20, 97, 30));
    SearchScenario tree =
        scenario(
            "a tree whose third expansion brings a verified plan",
            new AlgorithmChoice.TreeOfThought(2, 3, 9),
            script ->
                script
                    .step("tot/1", 20)
                    .step("tot/2", 80)
                    .lastStep("tot/2/1", 90, 60)
                    .step("tot/2/2", 10)
                    .lastStep("tot/1/1", 50, 97));
    SearchScenario rebase =
        scenario(
            "three levels",
            new AlgorithmChoice.Rebase(4, 5),
            script ->
                script
                    .step("rebase/1/1", 20)
                    .step("rebase/1/2", 30)
                    .lastStep("rebase/2/1", 10, 60)
                    .lastStep("rebase/3/1", 10, 97));
    SearchScenario mixture =
        scenario(
            "a mixture of all three",
            new AlgorithmChoice.Mixture(3, 1, 1, 0.5),
            script ->
                script
                    .on("verify/0/1", text("Score: 40"))
                    .on("mixture/priors", text("best_of_n: 1\ntree_of_thought: 0.95\nrebase: 0.9"))
                    .on("verify/1/1", text("Score: -100"))
                    .on("verify/1/2", text("Score: -100"))
                    .on("verify/1/3", text("Score: -100"))
                    .on("verify/1/4", text("Score: -100"))
                    .on("verify/1/5", text("Score: -100"))
                    .firstSteps("mixture/2", 20)
                    .lastStep("mixture/2/2", 0, 60)
                    .lastStep("mixture/3/1/4", 0, 97));
    return Stream.of(
        bestOfN,
        bestOfN.within(6),
        scenario(
            "best of n with a lost candidate and a lost verdict",
            new AlgorithmChoice.BestOfN(4, 2, false),
            script -> script.on("solution/2", failing(DOWN)).on("verify/3", failing(DOWN, "half"))),
        tree,
        tree.within(17),
        scenario(
            "a tree with equal, empty and lost steps",
            new AlgorithmChoice.TreeOfThought(3, 3, 3),
            script ->
                script
                    .on("tot/2", text("Step of tot/1"))
                    .on("tot/3", failing(DOWN, "half"))
                    .on("tot/1/1", text(" "))
                    .lastStep("tot/1/2", 0, 40)
                    .on("reward/1/3", text("Good."))
                    .lastStep("tot/1/3/1", 0, 20)
                    .on("verify/1/3/1", text("Good."))
                    .on("verify/1/3/1/repair", text("Good!"))),
        scenario(
            "a tree whose root is continued again",
            new AlgorithmChoice.TreeOfThought(2, 2, 5),
            script -> script.firstSteps("tot", 40).lastStep("tot/5", 0, 97)),
        scenario(
            "a tree that is never complete",
            new AlgorithmChoice.TreeOfThought(2, 2, 9),
            script -> script),
        scenario(
            "a tree whose only plan can't be verified",
            new AlgorithmChoice.TreeOfThought(2, 1, 9),
            script -> script.lastStep("tot/1", 0, 0).on("verify/1", failing(DOWN))),
        rebase,
        rebase.within(26),
        scenario(
            "levels with equal and lost steps",
            new AlgorithmChoice.Rebase(3, 3),
            script ->
                script
                    .on("rebase/1/2", text("Step of rebase/1/1"))
                    .on("rebase/2/1", failing(DOWN))
                    .lastStep("rebase/2/2", 0, 40)),
        mixture,
        mixture.within(13),
        scenario(
            "a mixture whose first plan and first algorithm come to nothing",
            new AlgorithmChoice.Mixture(2, 1, 0.5, 0.5),
            script ->
                script
                    .on("mixture/0/1", failing(DOWN))
                    .on("mixture/priors", text("tree_of_thought: 1"))
                    .on("mixture/1/1", text(" "))
                    .on("mixture/1/2", text(" "))
                    .on("mixture/1/3", text(" "))));
  }

  private static SearchScenario scenario(
      String name, AlgorithmChoice algorithm, UnaryOperator<KeyedScript> told) {
    return new SearchScenario(name, algorithm, Budget.UNLIMITED, told);
  }
}
