package dev.plangen.client;

import static dev.plangen.client.Scripts.PLAIN;
import static dev.plangen.client.Scripts.TWO_CANDIDATES;
import static dev.plangen.client.Scripts.clientOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.plangen.testing.PlanGenTestServer;
import dev.plangen.testing.SolveScript;
import dev.plangen.v1.Step;
import dev.plangen.v1.StepStatus;
import dev.plangen.v1.StepUpdate;
import io.grpc.Status;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;

/** The publisher is one as Reactive Streams has it, and what it publishes is the run. */
@Timeout(120)
class PublisherTest {

  private final PlanGenTestServer server = PlanGenTestServer.inProcess();
  private final PlanGenClient client = clientOf(server);

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  /** Asks for one event at a time. */
  private static final class OneByOne implements Flow.Subscriber<SolveEvent> {
    final List<SolveEvent> events = new ArrayList<>();
    final CompletableFuture<List<SolveEvent>> all = new CompletableFuture<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription.complete(subscription);
      subscription.request(1);
    }

    @Override
    public void onNext(SolveEvent event) {
      events.add(event);
      subscription.join().request(1);
    }

    @Override
    public void onError(Throwable thrown) {
      all.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
      all.complete(events);
    }
  }

  @Test
  void aSubscriberGetsTheRun() {
    server.solves(TWO_CANDIDATES);
    OneByOne subscriber = new OneByOne();

    client.solvePublisher(PLAIN).subscribe(subscriber);

    assertThat(subscriber.all.join()).hasSize(8);
  }

  @Test
  void eachSubscriberHasARunOfItsOwn() {
    server.solves(TWO_CANDIDATES, TWO_CANDIDATES);
    Flow.Publisher<SolveEvent> publisher = client.solvePublisher(PLAIN);
    OneByOne first = new OneByOne();
    OneByOne second = new OneByOne();
    publisher.subscribe(first);
    publisher.subscribe(second);

    assertThat(first.all.join().get(0).runId()).isNotEqualTo(second.all.join().get(0).runId());
  }

  @TestFactory
  Stream<DynamicTest> itPassesTheReactiveStreamsTck() {
    return Arrays.stream(Tck.class.getMethods())
        .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
        .sorted(Comparator.comparing(Method::getName))
        .map(method -> dynamicTest(method.getName(), () -> run(method)));
  }

  private static void run(Method rule) throws Throwable {
    try (Tck tck = new Tck()) {
      tck.setUp();
      rule.invoke(tck);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      Assumptions.assumeFalse(cause instanceof SkipException, cause.getMessage());
      throw cause;
    }
  }

  /** The TCK's rules, which it writes for TestNG; here JUnit calls them. */
  public static final class Tck extends FlowPublisherVerification<SolveEvent>
      implements AutoCloseable {

    private final PlanGenTestServer server = PlanGenTestServer.inProcess();
    private final PlanGenClient client = clientOf(server);

    Tck() {
      super(new TestEnvironment(2_000, 200), 2_000);
    }

    /** More would be no more of the same: a run's log is held in memory. */
    @Override
    public long maxElementsFromPublisher() {
      return 1_000;
    }

    @Override
    public Flow.Publisher<SolveEvent> createFlowPublisher(long elements) {
      SolveScript script = SolveScript.solve();
      StepUpdate.Builder update =
          StepUpdate.newBuilder()
              .setStep(Step.STEP_GENERATE_SOLUTIONS)
              .setStatus(StepStatus.STEP_STATUS_IN_PROGRESS);
      for (long sequence = 1; sequence < elements; sequence++) {
        script = script.update(update.build());
      }
      update.getResultBuilder();
      SolveScript whole = script.update(update.build());
      server.solves(request -> true, whole);
      return client.solvePublisher(PLAIN);
    }

    @Override
    public Flow.Publisher<SolveEvent> createFailedFlowPublisher() {
      server.refusesSolve(
          dev.plangen.testing.Failure.of(
              Status.Code.NOT_FOUND, "MODEL_NOT_FOUND", "no such model"));
      return client.solvePublisher(PLAIN);
    }

    @Override
    public void close() {
      client.close();
      server.close();
    }
  }
}
