package dev.plangen.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.plangen.server.llm.offline.OfflineModel;
import dev.plangen.server.llm.offline.OfflineSettings;
import dev.plangen.server.testing.Problems;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.Refused;
import dev.plangen.server.testing.Refused.Details;
import dev.plangen.v1.CancelRunRequest;
import dev.plangen.v1.DeleteRunRequest;
import dev.plangen.v1.GetRunRequest;
import dev.plangen.v1.ListRunsRequest;
import dev.plangen.v1.ListRunsResponse;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.Run;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.RunState;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.SolveResponse;
import dev.plangen.v1.StartRunRequest;
import dev.plangen.v1.StepUpdate;
import dev.plangen.v1.WatchRunRequest;
import io.grpc.Channel;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tenants of one server: each has its own runs, and of the other's nothing tells. */
class TenantsTest {

  private static final String ACME = "key-of-acme-0123456789";
  private static final String GLOBEX = "key-of-globex-0123456789";

  @TempDir private static Path directory = Path.of("unset");

  private SecuredServer server;
  private Tenant acme;
  private Tenant globex;

  /** What a tenant calls. */
  private record Tenant(Channel channel) {

    Tenant(SecuredServer server, String key) {
      this(SecuredServer.with(server.plaintext(), "Bearer " + key));
    }

    RunServiceGrpc.RunServiceBlockingStub runs() {
      return RunServiceGrpc.newBlockingStub(channel);
    }

    Run start(SolveRequest.Builder request) {
      return runs().startRun(StartRunRequest.newBuilder().setRequest(request).build());
    }

    Run get(String id) {
      return runs().getRun(GetRunRequest.newBuilder().setRunId(id).build());
    }

    SolveResponse solve(SolveRequest.Builder request) {
      return PlanGenServiceGrpc.newBlockingStub(channel).solve(request.build());
    }

    Received<WatchRunRequest, StepUpdate> watch(String id) {
      var call = new Received<WatchRunRequest, StepUpdate>();
      call.on(RunServiceGrpc.newStub(channel))
          .watchRun(WatchRunRequest.newBuilder().setRunId(id).build(), call);
      return call;
    }

    ListRunsResponse list(int size, String token) {
      return runs()
          .listRuns(ListRunsRequest.newBuilder().setPageSize(size).setPageToken(token).build());
    }
  }

  @BeforeEach
  void start() throws Exception {
    Path keys =
        Files.writeString(directory.resolve("keys"), "acme " + ACME + "\nglobex " + GLOBEX + "\n");
    server =
        new SecuredServer(
            new OfflineModel(OfflineSettings.exact()),
            directory,
            "auth: {keys_file: " + keys + "}");
    acme = new Tenant(server, ACME);
    globex = new Tenant(server, GLOBEX);
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** The other tenant's run looks like one that never was, but for its own id. */
  private void assertUnknown(Function<String, ?> call, String id) {
    String never = UUID.randomUUID().toString();
    assertSame(
        Refused.details(catchThrowable(() -> call.apply(id))),
        id,
        Refused.details(catchThrowable(() -> call.apply(never))),
        never);
  }

  private static void assertSame(Details others, String id, Details none, String never) {
    assertThat(others.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(others.reason()).isEqualTo("RUN_NOT_FOUND");
    assertThat(others.message().replace(id, never)).isEqualTo(none.message());
    assertThat(others.code()).isEqualTo(none.code());
    assertThat(others.info()).isEqualTo(none.info());
    assertThat(others.badRequest()).isEqualTo(none.badRequest());
    assertThat(others.retry()).isEqualTo(none.retry());
  }

  @Test
  void aRunOfAnotherTenantCannotBeSeen() {
    String id = acme.solve(Problems.meeting()).getRunId();

    assertUnknown(globex::get, id);
    assertThat(acme.get(id).getRunId()).isEqualTo(id);
  }

  @Test
  void aRunOfAnotherTenantCannotBeWatched() {
    String id = acme.solve(Problems.meeting()).getRunId();

    Details refused = globex.watch(id).failed();

    String never = UUID.randomUUID().toString();
    assertSame(refused, id, globex.watch(never).failed(), never);
    assertThat(acme.watch(id).completed()).hasSize(8);
  }

  @Test
  void aRunOfAnotherTenantCannotBeCancelled() {
    String id = acme.start(Problems.meeting()).getRunId();

    assertUnknown(
        run -> globex.runs().cancelRun(CancelRunRequest.newBuilder().setRunId(run).build()), id);
    acme.watch(id).completed();
    assertThat(acme.get(id).getState()).isEqualTo(RunState.RUN_STATE_COMPLETE);
  }

  @Test
  void aRunOfAnotherTenantCannotBeDeleted() {
    String id = acme.solve(Problems.meeting()).getRunId();

    assertUnknown(
        run -> globex.runs().deleteRun(DeleteRunRequest.newBuilder().setRunId(run).build()), id);
    assertThat(acme.get(id).getRunId()).isEqualTo(id);
  }

  @Test
  void aRunOfAnotherTenantIsNoBase() {
    String id = acme.solve(Problems.meeting()).getRunId();

    assertUnknown(run -> globex.solve(Problems.meeting().setBaseRunId(run)), id);
    assertThat(
            acme.solve(Problems.meeting().setBaseRunId(id)).getResult().getUsage().getModelCalls())
        .isZero();
  }

  @Test
  void theSameRequestIdOfTwoTenantsIsTwoRuns() {
    SolveRequest.Builder request = Problems.meeting().setRequestId("monday");

    String first = acme.solve(request).getRunId();
    String second = globex.solve(request).getRunId();

    assertThat(second).isNotEqualTo(first);
    assertThat(acme.solve(request).getRunId()).isEqualTo(first);
    assertThat(globex.solve(request).getRunId()).isEqualTo(second);
    // Also with another payload, which for its own tenant is a mistake.
    assertThat(globex.solve(Problems.meeting().setRequestId("tuesday").setModel("acme/planner")))
        .isNotNull();
    assertThat(acme.solve(Problems.meeting().setRequestId("tuesday"))).isNotNull();
  }

  @Test
  void aRequestIdOfAnotherTenantNamesNoRun() {
    acme.solve(Problems.meeting().setRequestId("friday"));

    Details refused =
        Refused.details(
            catchThrowable(
                () ->
                    globex
                        .runs()
                        .getRun(GetRunRequest.newBuilder().setRequestId("friday").build())));

    assertThat(refused.reason()).isEqualTo("RUN_NOT_FOUND");
  }

  @Test
  void listsShowATenantsOwnRunsAloneAndTheirPagesAreItsOwn() {
    String first = acme.solve(Problems.meeting()).getRunId();
    globex.solve(Problems.meeting());
    String second = acme.solve(Problems.meeting()).getRunId();

    ListRunsResponse page = acme.list(1, "");

    assertThat(page.getRunsList()).extracting(Run::getRunId).containsExactly(second);
    assertThat(acme.list(1, page.getNextPageToken()).getRunsList())
        .extracting(Run::getRunId)
        .containsExactly(first);
    assertThat(globex.list(10, "").getRunsList()).hasSize(1);
    Details refused =
        Refused.details(catchThrowable(() -> globex.list(1, page.getNextPageToken())));
    assertThat(refused.fields()).containsExactly("page_token");
  }
}
