package dev.plangen.examples.java17;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.RuntimeVersion;
import dev.plangen.client.PlanGenClient;
import dev.plangen.client.SolveEvent;
import dev.plangen.client.SolveStream;
import dev.plangen.examples.support.ServerProcess;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StepUpdate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client does its work on the floor: the Java that runs Maven, and the oldest protobuf. */
@Timeout(180)
class StreamedSolveTest {

  private static final String PROBLEM =
      """
      You need to schedule a meeting for Ann and Ben for half an hour between the work hours of \
      9:00 to 17:00 on Monday.\s

      Here are the existing schedules for everyone during the day:\s
      Ann has meetings on Monday during 9:00 to 12:00;\s
      Ben has blocked their calendar on Monday during 13:00 to 16:30;\s

      Find a time that works for everyone's schedule and constraints.\
      """;

  @Test
  void thisTestRunsOnTheFloor() throws Exception {
    String java = System.getProperty("java.version", "");
    System.out.println("client-java runs on Java " + java + ", protobuf " + protobuf());
    assertThat(java).isEqualTo(System.getProperty("plangen.expected.java"));
    assertThat(protobuf()).isEqualTo(System.getProperty("plangen.expected.protobuf"));
  }

  @Test
  void aSolveIsStreamedFromTheServerToItsResult() throws Exception {
    try (ServerProcess server = ServerProcess.start()) {
      List<StepUpdate> updates = solve(server.target());
      assertThat(updates.stream().map(u -> u.getStep() + " " + u.getStatus()))
          .containsExactly(
              "STEP_EXTRACT_CONSTRAINTS STEP_STATUS_IN_PROGRESS",
              "STEP_EXTRACT_CONSTRAINTS STEP_STATUS_COMPLETE",
              "STEP_GENERATE_SOLUTIONS STEP_STATUS_IN_PROGRESS",
              "STEP_GENERATE_SOLUTIONS STEP_STATUS_COMPLETE",
              "STEP_VERIFY_SOLUTIONS STEP_STATUS_IN_PROGRESS",
              "STEP_VERIFY_SOLUTIONS STEP_STATUS_COMPLETE",
              "STEP_SELECT_SOLUTION STEP_STATUS_IN_PROGRESS",
              "STEP_SELECT_SOLUTION STEP_STATUS_COMPLETE");
      assertThat(updates.get(7).getResult().getSelectedSolution().getText()).isNotBlank();
      assertThat(server.stop()).isZero();
    }
  }

  private static List<StepUpdate> solve(String target) {
    SolveRequest request = SolveRequest.newBuilder().setProblem(PROBLEM).build();
    List<StepUpdate> updates = new ArrayList<>();
    try (PlanGenClient client = PlanGenClient.builder().target(target).plaintext().build();
        SolveStream stream = client.solveStream(request)) {
      stream.forEachRemaining(event -> updates.add(((SolveEvent.Updated) event).update()));
    }
    return updates;
  }

  /** By reflection, because javac copies constants from what it compiles against. */
  private static String protobuf() throws ReflectiveOperationException {
    return constant("MAJOR") + "." + constant("MINOR") + "." + constant("PATCH");
  }

  private static int constant(String name) throws ReflectiveOperationException {
    return RuntimeVersion.class.getField(name).getInt(null);
  }
}
