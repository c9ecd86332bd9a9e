package dev.plangen.examples.evaluate;

import dev.plangen.examples.evaluate.ask.Asker;
import dev.plangen.examples.evaluate.ask.Catalogue;
import dev.plangen.examples.evaluate.ask.Server;
import dev.plangen.examples.evaluate.ask.Wishes;
import dev.plangen.examples.evaluate.matrix.Matrix;
import dev.plangen.examples.evaluate.matrix.Step;
import dev.plangen.examples.evaluate.problem.Problem;
import dev.plangen.examples.evaluate.progress.Progress;
import dev.plangen.examples.evaluate.result.Result;
import dev.plangen.examples.evaluate.result.ResultsFile;
import dev.plangen.examples.evaluate.stop.Stop;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes the runs that the results file has not: some problems at the same time, the runs of one
 * problem one after the other, as they start from each other.
 */
final class Evaluation {

  /** All runs of one problem with one model. */
  private record Chain(Problem problem, List<Step> steps) {}

  private final List<Chain> chains;
  private final Wishes wishes;
  private final ResultsFile results;
  private final Stop stop;

  Evaluation(List<Problem> problems, Matrix matrix, Wishes wishes, ResultsFile results, Stop stop) {
    this.chains =
        problems.stream()
            .flatMap(
                problem ->
                    matrix.models().stream().map(model -> new Chain(problem, matrix.steps(model))))
            .toList();
    this.wishes = wishes;
    this.results = results;
    this.stop = stop;
  }

  /** How many runs there are. */
  int total() {
    return chains.stream().mapToInt(chain -> chain.steps().size()).sum();
  }

  /** How many of them have been made. */
  int made() {
    return (int)
        chains.stream()
            .mapToLong(chain -> chain.steps().stream().filter(step -> isMade(chain, step)).count())
            .sum();
  }

  /**
   * Makes the others.
   *
   * @param concurrency how many problems at the same time, 1 or more
   * @throws dev.plangen.examples.evaluate.stop.Halt if it can't go on
   * @throws dev.plangen.examples.evaluate.stop.Stopped if the user stops it
   */
  void run(Server server, Catalogue catalogue, int concurrency, Progress progress)
      throws InterruptedException {
    Queue<Chain> open = new ConcurrentLinkedQueue<>(chains);
    Callable<Void> worker =
        () -> {
          for (Chain chain = open.poll(); chain != null; chain = open.poll()) {
            work(chain, new Asker(server, catalogue, wishes, chain.problem()), progress);
          }
          return null;
        };
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    try {
      CompletionService<Void> workers = new ExecutorCompletionService<>(executor);
      for (int i = 0; i < concurrency; i++) {
        workers.submit(worker);
      }
      for (int i = 0; i < concurrency; i++) {
        workers.take().get();
      }
    } catch (ExecutionException e) {
      // The first that can't go on; the others are stopped.
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
      // Nobody must write to the results when this has returned.
      executor.close();
    }
  }

  private void work(Chain chain, Asker asker, Progress progress) {
    for (Step step : chain.steps()) {
      if (!isMade(chain, step)) {
        stop.check();
        Optional<Result> base =
            step.base().flatMap(from -> results.find(Result.Key.of(chain.problem().id(), from)));
        results.append(asker.ask(step.configuration(), base));
        progress.step();
      }
    }
  }

  private boolean isMade(Chain chain, Step step) {
    return results.find(Result.Key.of(chain.problem().id(), step.configuration())).isPresent();
  }
}
