package dev.plangen.server;

import static io.grpc.health.v1.HealthCheckResponse.ServingStatus.NOT_SERVING;
import static io.grpc.health.v1.HealthCheckResponse.ServingStatus.SERVING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.llm.Availability;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.TextSink;
import dev.plangen.server.testing.Received;
import dev.plangen.server.testing.TestServer;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.PlanGenServiceGrpc;
import dev.plangen.v1.RunServiceGrpc;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the health service says of a server whose models go and come back. */
@Timeout(60)
class ReadinessTest {

  private volatile Availability availability = Availability.SERVING;

  private final LanguageModel model =
      new LanguageModel() {
        @Override
        public Completion generate(
            Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
          throw new IllegalStateException("is not asked");
        }

        @Override
        public Set<SamplingParameter> unsupported() {
          return Set.of();
        }

        @Override
        public Availability availability() {
          return availability;
        }
      };

  private static Received<HealthCheckRequest, HealthCheckResponse> watch(
      TestServer server, String service) {
    var request = HealthCheckRequest.newBuilder().setService(service).build();
    var watch = new Received<HealthCheckRequest, HealthCheckResponse>();
    watch.on(HealthGrpc.newStub(server.channel())).watch(request, watch);
    return watch;
  }

  @ParameterizedTest
  @ValueSource(strings = {PlanGenServiceGrpc.SERVICE_NAME, ModelServiceGrpc.SERVICE_NAME})
  void whatCallsModelsIsServedWhileOneMayAnswer(String service) throws Exception {
    try (var server = TestServer.inProcess(model)) {
      var watch = watch(server, service);
      assertThat(watch.next().getStatus()).isEqualTo(SERVING);

      availability = Availability.NOT_SERVING;
      assertThat(watch.next().getStatus()).isEqualTo(NOT_SERVING);

      availability = Availability.UNKNOWN;
      assertThat(watch.next().getStatus()).isEqualTo(SERVING);
    }
  }

  @Test
  void theServerAsAWholeAndItsRunsAreServedWithoutAModelToo() throws Exception {
    availability = Availability.NOT_SERVING;
    try (var server = TestServer.inProcess(model)) {
      assertThat(watch(server, PlanGenServiceGrpc.SERVICE_NAME).next().getStatus())
          .isEqualTo(NOT_SERVING);
      assertThat(watch(server, "").next().getStatus()).isEqualTo(SERVING);
      assertThat(watch(server, RunServiceGrpc.SERVICE_NAME).next().getStatus()).isEqualTo(SERVING);
    }
  }
}
