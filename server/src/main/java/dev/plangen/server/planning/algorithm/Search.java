package dev.plangen.server.planning.algorithm;

import dev.plangen.server.domain.AlgorithmChoice;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.Candidate;
import dev.plangen.server.planning.prompt.Earlier;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An inference algorithm at work on one problem: finds plans and verifies them. Used once. */
public sealed interface Search permits BestOfN, TreeOfThought, Rebase, Mixture {

  /**
   * Does the work. Blocks.
   *
   * @throws dev.plangen.server.domain.StageFailedException if no plan is left
   * @throws dev.plangen.server.domain.FailureException if the run was stopped before one was there
   * @throws java.util.concurrent.CancellationException if the run was cancelled
   */
  Found search();

  /**
   * The search that a request chooses.
   *
   * @param whenWritten told of all plans as soon as no more are written, if that is before the end
   */
  static Search of(AlgorithmChoice choice, SearchTask task, Consumer<List<Candidate>> whenWritten) {
    return switch (choice) {
      case AlgorithmChoice.BestOfN bestOfN ->
          new BestOfN(
              task, bestOfN, new Place(CallKey.of("solution"), Optional.empty()), whenWritten);
      case AlgorithmChoice.TreeOfThought tree ->
          new TreeOfThought(task, tree, new Place(CallKey.of("tot"), Optional.empty()));
      case AlgorithmChoice.Rebase rebase ->
          new Rebase(task, rebase, new Place(CallKey.of("rebase"), Optional.empty()));
      case AlgorithmChoice.Mixture mixture -> new Mixture(task, mixture);
    };
  }

  /**
   * Where in a run a search takes place.
   *
   * @param root its calls' keys begin with it
   * @param earlier the plan that it is to do better than
   */
  record Place(CallKey root, Optional<Earlier> earlier) {}
}
