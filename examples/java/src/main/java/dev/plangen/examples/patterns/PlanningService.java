package dev.plangen.examples.patterns;

import dev.plangen.client.PlanGenClient;
import dev.plangen.client.PlanGenException;
import dev.plangen.v1.Budget;
import dev.plangen.v1.SelectedSolution;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What a service has: one client for the whole process, with a deadline and retries; and a class of
 * its own around it, so that nobody else meets the contract's messages. Thread-safe, as the client
 * is.
 *
 * <p>With Spring, {@link #client} is a {@code @Bean(destroyMethod = "close")}, and this class a
 * {@code @Service} that has it injected.
 */
public final class PlanningService {

  private static final Duration DEADLINE = Duration.ofMinutes(2);

  /** Before the deadline, so that there is a plan, if not the best, instead of a failure. */
  private static final Duration SOFT_DEADLINE = DEADLINE.minusSeconds(20);

  private final PlanGenClient client;

  public PlanningService(PlanGenClient client) {
    this.client = client;
  }

  /** The one client of the process. */
  public static PlanGenClient client(String target) {
    return PlanGenClient.builder()
        .target(target)
        .plaintext()
        .deadline(DEADLINE)
        // How often to come back when the server is full, after the time that it asks for.
        .retries(3)
        .build();
  }

  /** A plan that is verified. */
  public record Plan(String runId, String text) {}

  /**
   * Plans an order. Asking again, from another instance too, gets the plan that is there or under
   * way, and costs nothing twice.
   *
   * @return the plan; empty if none could be verified in time
   * @throws PlanGenException if planning failed
   */
  public Optional<Plan> plan(String order, String problem) {
    SolveRequest request =
        SolveRequest.newBuilder()
            .setProblem(problem)
            .setRequestId("order-" + order)
            .putLabels("order", order)
            .setBudget(
                Budget.newBuilder()
                    .setSoftDeadline(
                        com.google.protobuf.Duration.newBuilder()
                            .setSeconds(SOFT_DEADLINE.toSeconds())))
            .build();
    SolveResponse response = client.solve(request);
    SelectedSolution selected = response.getResult().getSelectedSolution();
    return selected.getVerified()
        ? Optional.of(new Plan(response.getRunId(), selected.getText()))
        : Optional.empty();
  }

  public static void main(String[] args) throws Exception {
    Example.main(args, PlanningService::serve);
  }

  /** Two requests for the same order arrive at once. */
  static void serve(PlanGenClient client, String problem, PrintStream out) throws Exception {
    PlanningService service = new PlanningService(client);
    String order = UUID.randomUUID().toString();
    try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = requests.submit(() -> service.plan(order, problem));
      var second = requests.submit(() -> service.plan(order, problem));
      out.println("the first request gets  " + first.get());
      out.println("the second request gets " + second.get());
    }
  }
}
