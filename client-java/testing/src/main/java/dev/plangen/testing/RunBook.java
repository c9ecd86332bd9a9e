package dev.plangen.testing;

import dev.plangen.v1.RunState;
import dev.plangen.v1.SolveRequest;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;

/** The runs of a server, and the scripts of those to come. Thread-safe. */
final class RunBook {

  private final RunIds ids = new RunIds();
  private final Timers timers;
  private final Executor executor;

  /** All guarded by this. */
  private final List<Rule> rules = new ArrayList<>();

  private final Queue<Function<SolveRequest, List<TestRun.Act>>> queue = new ArrayDeque<>();
  private final Map<String, TestRun> known = new LinkedHashMap<>();
  private final List<TestRun> all = new ArrayList<>();

  /** What becomes of all requests of one kind. */
  private record Rule(Predicate<SolveRequest> requests, SolveScript script) {}

  RunBook(Timers timers, Executor executor) {
    this.timers = timers;
    this.executor = executor;
  }

  synchronized void solves(SolveScript script) {
    queue.add(script::acts);
  }

  synchronized void solves(Predicate<SolveRequest> requests, SolveScript script) {
    rules.add(new Rule(requests, script));
  }

  synchronized void refuses(Failure failure) {
    queue.add(
        request -> {
          throw Statuses.of(failure);
        });
  }

  /**
   * Joins a run or starts one.
   *
   * @param entry what is to happen before that run can end for want of readers
   * @throws io.grpc.StatusRuntimeException if the request is refused
   */
  synchronized <T> T start(SolveRequest request, Patience patience, Function<TestRun, T> entry) {
    Optional<TestRun> earlier =
        request.getRequestId().isEmpty() ? Optional.empty() : named(request.getRequestId());
    if (earlier.isPresent() && !payload(earlier.get().request()).equals(payload(request))) {
      throw Statuses.of(
          Failure.of(
              Status.Code.ALREADY_EXISTS,
              "REQUEST_ID_REUSED",
              "This request_id was sent with another request; take a new one for each request."));
    }
    return earlier
        .flatMap(run -> run.join(patience, entry))
        .orElseGet(() -> begin(request, patience, entry));
  }

  private synchronized <T> T begin(
      SolveRequest request, Patience patience, Function<TestRun, T> entry) {
    List<TestRun.Act> acts = script(request).apply(request);
    TestRun run = new TestRun(ids.next(), request, patience, this, timers);
    known.put(run.id(), run);
    all.add(run);
    T entered = run.join(patience, entry).orElseThrow();
    run.play(acts, executor);
    return entered;
  }

  private synchronized Function<SolveRequest, List<TestRun.Act>> script(SolveRequest request) {
    Optional<SolveScript> ruled =
        rules.stream().filter(rule -> rule.requests().test(request)).map(Rule::script).findFirst();
    if (ruled.isPresent()) {
      return ruled.get()::acts;
    }
    if (queue.isEmpty()) {
      throw Statuses.of(Failure.unscripted("this request; give the server one by solves()"));
    }
    return queue.remove();
  }

  private static SolveRequest payload(SolveRequest request) {
    return request.toBuilder()
        .clearRequestId()
        .clearOnDisconnect()
        .clearDisconnectGrace()
        .clearStreamOptions()
        .build();
  }

  /** The newest run with this request id. */
  private synchronized Optional<TestRun> named(String requestId) {
    return known.values().stream()
        .filter(run -> run.request().getRequestId().equals(requestId))
        .reduce((older, newer) -> newer);
  }

  /**
   * Returns the run of this id or, if that is empty, of this request id.
   *
   * @throws io.grpc.StatusRuntimeException if there is none
   */
  synchronized TestRun find(String runId, String requestId) {
    return (runId.isEmpty() ? named(requestId) : Optional.ofNullable(known.get(runId)))
        .orElseThrow(() -> Statuses.of(Failure.unknownRun(runId.isEmpty() ? requestId : runId)));
  }

  /** The newest first. */
  synchronized List<TestRun> known() {
    List<TestRun> runs = new ArrayList<>(known.values());
    Collections.reverse(runs);
    return runs;
  }

  synchronized void remove(TestRun run) {
    known.remove(run.id());
  }

  /** Those that were removed too, in the order of their starts. */
  synchronized List<String> cancelled() {
    return all.stream()
        .filter(run -> run.state() == RunState.RUN_STATE_CANCELLED)
        .map(TestRun::id)
        .toList();
  }

  synchronized void close() {
    all.forEach(run -> run.cancel(Failure.cancelled()));
  }
}
