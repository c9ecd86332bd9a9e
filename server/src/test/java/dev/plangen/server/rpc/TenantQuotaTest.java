package dev.plangen.server.rpc;

import static dev.plangen.server.testing.ScriptedReply.held;
import static dev.plangen.server.testing.ScriptedReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.plangen.server.Access;
import dev.plangen.server.ServerSettings;
import dev.plangen.server.auth.Authentication;
import dev.plangen.server.auth.KeyTable;
import dev.plangen.server.auth.PresharedKeys;
import dev.plangen.server.run.Quota;
import dev.plangen.server.run.QuotaUse;
import dev.plangen.server.run.Quotas;
import dev.plangen.server.testing.Conditions;
import dev.plangen.server.testing.Gate;
import dev.plangen.server.testing.KeyedScript;
import dev.plangen.server.testing.Refused;
import dev.plangen.server.testing.ScriptedModel;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.RunServiceGrpc;
import dev.plangen.v1.SolveRequest;
import dev.plangen.v1.StartRunRequest;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tenants that say who they are, each with a quota of its own. */
@Timeout(60)
class TenantQuotaTest {

  private static final KeyTable KEYS =
      KeyTable.parse("acme key-of-acme-0123456789\nsmall key-of-small-0123456789");
  private static final Access BY_KEY =
      new Access(
          new Authentication(
              List.of(new PresharedKeys(() -> KEYS)), Optional.empty(), Optional.empty()),
          Access.Health.OPEN,
          Access.Reflection.OPEN);
  private static final StartRunRequest PLAIN =
      StartRunRequest.newBuilder()
          .setRequest(SolveRequest.newBuilder().setProblem("Plan a day."))
          .build();

  private final Gate gate = new Gate();
  private final KeyedScript script =
      new KeyedScript().on("constraints", held(gate, text("- It is short.")));

  @Test
  void oneTenantsRunsUseUpNothingOfAnothers() {
    ServerSettings usual = ServerSettings.DEFAULT;
    var quotas = new Quotas(Map.of("acme", live(2)), live(1));
    var settings =
        new ServerSettings(
            usual.limits(), usual.retention(), usual.bounds(), usual.openCalls(), quotas);
    try (TestServer server = TestServer.inProcess(new ScriptedModel(script), settings, BY_KEY)) {
      begin(server, "acme");
      begin(server, "acme");
      Refused.Details refused = Refused.details(catchThrowable(() -> begin(server, "acme")));
      begin(server, "small");

      assertThat(refused.reason()).isEqualTo("QUOTA_EXCEEDED");
      assertThat(refused.quota().orElseThrow().getViolations(0).getSubject())
          .isEqualTo("tenant:acme");
      assertThat(refused.info().orElseThrow().getMetadataMap())
          .containsEntry("quota_limit_value", "2");
      assertThat(Refused.details(catchThrowable(() -> begin(server, "small"))).info())
          .hasValueSatisfying(
              info -> assertThat(info.getMetadataMap()).containsEntry("quota_limit_value", "1"));
      QuotaUse use = server.server().quotas();
      assertThat(use.listed())
          .hasEntrySatisfying("acme", acme -> assertThat(acme.used().liveRuns()).isEqualTo(2));
      assertThat(use.others().liveRuns()).isEqualTo(1);

      gate.release();
      Conditions.await(() -> server.server().census().live() == 0);
      begin(server, "acme");
      begin(server, "small");
    }
  }

  private static void begin(TestServer server, String tenant) {
    var credentials = new Metadata();
    credentials.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer key-of-" + tenant + "-0123456789");
    var _ =
        RunServiceGrpc.newBlockingStub(server.channel())
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(credentials))
            .startRun(PLAIN);
  }

  private static Quota live(int most) {
    return new Quota(OptionalInt.of(most), OptionalInt.empty(), OptionalLong.empty());
  }
}
