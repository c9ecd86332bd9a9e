package dev.plangen.examples.evaluate;

import dev.plangen.examples.evaluate.ask.Catalogue;
import dev.plangen.examples.evaluate.ask.Server;
import dev.plangen.examples.evaluate.matrix.Matrix;
import dev.plangen.examples.evaluate.problem.Problem;
import dev.plangen.examples.evaluate.problem.ProblemFiles;
import dev.plangen.examples.evaluate.problem.ProblemSet;
import dev.plangen.examples.evaluate.progress.Progress;
import dev.plangen.examples.evaluate.report.Report;
import dev.plangen.examples.evaluate.result.Result;
import dev.plangen.examples.evaluate.result.ResultsFile;
import dev.plangen.examples.evaluate.result.Settings;
import dev.plangen.examples.evaluate.stop.Halt;
import dev.plangen.examples.evaluate.stop.Stop;
import dev.plangen.examples.evaluate.stop.Stopped;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The command. Exit status: 0 with a report, 1 if it could not go on, 2 if the command line was
 * wrong, 130 if it was stopped.
 */
@Command(
    name = "examples/evaluate.sh",
    description =
        "Measures, against a running server, how often plans are right, and at what cost; see"
            + " docs/evaluation.md.")
public final class Evaluate implements Callable<Integer> {

  private static final int STOPPED = 130;
  private static final long FAREWELL_SECONDS = 10;

  @Mixin private Options options = new Options();

  private final Stop stop = new Stop();

  private Evaluate() {}

  public static void main(String[] args) {
    var evaluate = new Evaluate();
    var ended = new CountDownLatch(1);
    // On a signal, the JVM halts when its hooks have ended: until then the evaluation can end.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> evaluate.stop(ended), "stop"));
    int status =
        new CommandLine(evaluate)
            .setOverwrittenOptionsAllowed(true)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(
                (e, _, _) -> {
                  if (e instanceof Halt halt) {
                    System.err.println(halt.sentence());
                    return CommandLine.ExitCode.SOFTWARE;
                  }
                  throw e;
                })
            .execute(args);
    ended.countDown();
    System.exit(status);
  }

  private void stop(CountDownLatch ended) {
    stop.stop();
    try {
      if (!ended.await(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("It does not stop; it is ended.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (options.concurrency < 1 || options.limit.orElse(1) < 1) {
      throw new Halt("--concurrency and --limit must be 1 or more.");
    }
    Matrix matrix = options.matrix();
    ProblemSet all = ProblemFiles.read(options.problems);
    Settings settings = options.settings(all.digests());
    List<Problem> problems = all.first(options.limit());
    try (ResultsFile results = ResultsFile.open(options.results, settings)) {
      if (options.redoFailed) {
        results.forgetFailed();
      }
      var evaluation = new Evaluation(problems, matrix, options.wishes(), results, stop);
      if (evaluation.made() < evaluation.total() && !finish(evaluation, matrix)) {
        return STOPPED;
      }
      report(
          Report.of(settings, matrix, problems, (p, c) -> made(results, Result.Key.of(p.id(), c))));
      return CommandLine.ExitCode.OK;
    }
  }

  /** Whether all runs have been made, and not the user has stopped it. */
  private boolean finish(Evaluation evaluation, Matrix matrix) throws InterruptedException {
    String rest =
        " What was measured is in " + options.results + "; the same command goes on from there.";
    try (Server server = Server.at(options.target, stop)) {
      Catalogue catalogue = server.catalogue();
      catalogue.check(matrix);
      Thread canceller = Thread.ofVirtual().start(() -> closeWhenStopped(server));
      Progress progress =
          Progress.begin(System.err, options.screen, evaluation.total(), evaluation.made());
      try (progress) {
        evaluation.run(server, catalogue, options.concurrency, progress);
        return true;
      } catch (Halt e) {
        throw evaluation.made() == 0 ? e : new Halt(e.sentence() + rest, e);
      } finally {
        canceller.interrupt();
      }
    } catch (Stopped e) {
      System.err.println("Stopped." + rest);
      return false;
    }
  }

  /** Its calls end then, and their threads see why. */
  private void closeWhenStopped(Server server) {
    try {
      stop.await();
      server.close();
    } catch (InterruptedException _) {
      // It ended without being stopped.
    }
  }

  private static Result made(ResultsFile results, Result.Key key) {
    return results.find(key).orElseThrow(() -> new IllegalStateException("no result of " + key));
  }

  private void report(Report report) {
    Path markdown = options.markdown.orElseGet(() -> options.besideResults(".md"));
    Path json = options.json.orElseGet(() -> options.besideResults(".json"));
    Path picture = options.picture.orElseGet(() -> options.besideResults(".png"));
    // UTF-8 whatever the locale says: the tables have signs of their own.
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    out.print(report.markdown());
    out.println();
    report.write(markdown, json, picture).forEach(file -> out.println("written: " + file));
  }
}
