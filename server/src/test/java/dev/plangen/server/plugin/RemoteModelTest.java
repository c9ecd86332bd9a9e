package dev.plangen.server.plugin;

import static dev.plangen.server.plugin.Chunks.at;
import static dev.plangen.server.plugin.Chunks.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.Failure.FieldViolation;
import dev.plangen.server.domain.Failure.InvalidRequest;
import dev.plangen.server.domain.Failure.ModelFailed;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.testing.RecordingSink;
import dev.plangen.v1.FinishReason;
import dev.plangen.v1.GenerateChunk;
import dev.plangen.v1.GenerateRequest;
import dev.plangen.v1.ModelServiceGrpc;
import dev.plangen.v1.Sampling;
import dev.plangen.v1.Usage;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a remote writes, and what becomes of it. */
class RemoteModelTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final RemoteModelSettings SETTINGS =
      new RemoteModelSettings(Remote.ID, Optional.empty(), Set.of(), Remote.CALL_TIMEOUT);

  private static final GenerationOptions NO_OPTIONS =
      new GenerationOptions(
          OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty(), Set.of());

  private final RecordingSink sink = new RecordingSink();
  private Remote remote = Remote.inProcess();
  private Connection connection = remote.connect(ModelServiceGrpc.SERVICE_NAME);

  private void serve(BiConsumer<GenerateRequest, ServerCallStreamObserver<GenerateChunk>> script) {
    close();
    remote = Remote.inProcess(Remote.model(script));
    connection = remote.connect(ModelServiceGrpc.SERVICE_NAME);
  }

  @AfterEach
  void close() {
    connection.close();
    remote.close();
  }

  private Completion generate() {
    return generate(SETTINGS, NO_OPTIONS);
  }

  private Completion generate(RemoteModelSettings settings, GenerationOptions options) {
    return new RemoteModel(settings, connection)
        .generate(new Prompt("You plan.", "Plan a trip."), options, sink, Cancellation.create());
  }

  private Failure failure(RemoteModelSettings settings, GenerationOptions options) {
    return catchThrowableOfType(FailureException.class, () -> generate(settings, options))
        .failure();
  }

  private ModelFailed failure() {
    return (ModelFailed) failure(SETTINGS, NO_OPTIONS);
  }

  @Test
  void theTextIsWrittenAsItComesAndTheLastChunkTellsTheRest() {
    var usage =
        Usage.newBuilder()
            .setModelCalls(7)
            .setInputTokens(40)
            .setCachedInputTokens(0)
            .setOutputTokens(5)
            .build();
    serve(Chunks.script(at(0, "first "), at(6, "sécond"), end(13, usage)));

    Completion completion = generate();

    assertThat(sink.pieces()).containsExactly("first ", "sécond");
    assertThat(sink.begun()).isEqualTo(1);
    assertThat(completion.finish()).isEqualTo(FinishCause.STOP);
    assertThat(completion.tokens())
        .isEqualTo(
            new TokenCount(
                OptionalLong.of(40), OptionalLong.of(0), OptionalLong.of(5), OptionalLong.empty()));
  }

  @Test
  void theLastChunkMayWriteToo() {
    serve(Chunks.script(end(0).toBuilder().setText("all of it").build()));

    generate();

    assertThat(sink.text()).isEqualTo("all of it");
  }

  @Test
  void aRemoteThatTellsNoTokensHasNotToldZero() {
    serve(Chunks.script(at(0, "text"), end(4)));

    assertThat(generate().tokens()).isEqualTo(TokenCount.UNKNOWN);
  }

  @Test
  void aNegativeCountTellsNothing() {
    serve(Chunks.script(end(0, Usage.newBuilder().setInputTokens(-1).setOutputTokens(3).build())));

    assertThat(generate().tokens().input()).isEmpty();
    assertThat(sink.text()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void everyEndOfTheContractIsKnown(FinishReason reason, FinishCause cause) {
    serve(Chunks.script(at(0, "text"), end(4).toBuilder().setFinishReason(reason).build()));

    assertThat(generate().finish()).isEqualTo(cause);
  }

  static List<Arguments> everyEndOfTheContractIsKnown() {
    return List.of(
        Arguments.of(FinishReason.FINISH_REASON_LENGTH, FinishCause.LENGTH),
        Arguments.of(FinishReason.FINISH_REASON_CONTENT_FILTER, FinishCause.CONTENT_FILTER));
  }

  /** As a PlanGEN server does when its own model broke off: one request more. */
  @Test
  void aRemoteThatWritesAtZeroAgainHasBegunAnew() {
    serve(Chunks.script(at(0, "lost "), at(5, "text"), at(0, "the "), at(4, "text"), end(8)));

    generate();

    assertThat(sink.text()).isEqualTo("the text");
    assertThat(sink.begun()).isEqualTo(2);
  }

  @Test
  void aWriteWithinTheTextReplacesItsEnd() {
    serve(Chunks.script(at(0, "fünf Tage in Rom"), at(6, "Nächte"), end(13)));

    generate();

    assertThat(sink.text()).isEqualTo("fünf Nächte");
    assertThat(sink.begun()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource
  void anAnswerThatBreaksTheContractIsNoText(String what, List<GenerateChunk> chunks) {
    serve(
        (_, out) -> {
          chunks.forEach(out::onNext);
        });

    ModelFailed failed = failure();

    assertThat(failed.kind()).isEqualTo(ModelFailed.Kind.MISCONFIGURED);
    assertThat(failed.message()).contains(Remote.ID, "ModelService", what);
    remote.seen.await(1).awaitCancelled(LIMIT);
  }

  static List<Arguments> anAnswerThatBreaksTheContractIsNoText() {
    return List.of(
        arguments("outside of its text", at(5, "text"), end(9)),
        arguments("outside of its text", at(0, "text"), at(5, "text")),
        arguments("outside of its text", at(0, "text"), at(Long.MAX_VALUE, "text")),
        arguments("outside of its text", at(-1, "text")),
        arguments("inside of a code point", at(0, "ü"), at(1, "text")),
        arguments("after its last chunk", at(0, "text"), end(4), at(4, "more")),
        arguments("after its last chunk", end(0), end(0)),
        arguments(
            "finish_reason", at(0, "text"), end(4).toBuilder().setFinishReasonValue(99).build()));
  }

  private static Arguments arguments(String what, GenerateChunk... chunks) {
    return Arguments.of(what, List.of(chunks));
  }

  @Test
  void aStreamThatEndsWithoutItsLastChunkWasCut() {
    serve(Chunks.script(at(0, "half")));
    assertThat(failure().kind()).isEqualTo(ModelFailed.Kind.UNAVAILABLE);

    serve(Chunks.script());
    assertThat(failure().kind()).isEqualTo(ModelFailed.Kind.UNAVAILABLE);
  }

  @Test
  void whatHappensAfterTheLastChunkDoesNotMatter() {
    serve(
        (_, out) -> {
          out.onNext(at(0, "text"));
          out.onNext(end(4));
          out.onError(Status.INTERNAL.asRuntimeException());
        });
    assertThat(generate().finish()).isEqualTo(FinishCause.STOP);

    serve(Chunks.stalling(at(0, "text"), end(4)));
    assertThat(generate().finish()).isEqualTo(FinishCause.STOP);
    remote.seen.await(1).awaitCancelled(LIMIT);
  }

  @Test
  void aRemoteThatIsTooSlowIsGivenUp() {
    serve(Chunks.stalling(at(0, "half")));
    var settings =
        new RemoteModelSettings(Remote.ID, Optional.empty(), Set.of(), Duration.ofMillis(50));

    var failed = (ModelFailed) failure(settings, NO_OPTIONS);

    assertThat(failed.kind()).isEqualTo(ModelFailed.Kind.TIMED_OUT);
    remote.seen.await(1).awaitCancelled(LIMIT);
  }

  @Test
  void theRemoteIsAskedAsTheSettingsAndTheOptionsSay() {
    CompletableFuture<GenerateRequest> asked = new CompletableFuture<>();
    serve(
        (request, out) -> {
          asked.complete(request);
          Chunks.script(end(0)).accept(request, out);
        });
    var settings =
        new RemoteModelSettings(
            Remote.ID,
            Optional.of("planner-7b"),
            Set.of(SamplingParameter.TEMPERATURE),
            Remote.CALL_TIMEOUT);

    generate(settings, options(0.0, 9, 3, SamplingParameter.SEED));

    assertThat(asked.join())
        .isEqualTo(
            GenerateRequest.newBuilder()
                .setSystemPrompt("You plan.")
                .setPrompt("Plan a trip.")
                .setModel("planner-7b")
                .setSampling(Sampling.newBuilder().setMaxOutputTokens(9).setSeed(3))
                .build());
  }

  @Test
  void aSeedIsSentOnlyToACallersWish() {
    CompletableFuture<GenerateRequest> asked = new CompletableFuture<>();
    serve(
        (request, out) -> {
          asked.complete(request);
          Chunks.script(end(0)).accept(request, out);
        });

    generate(SETTINGS, options(0.0, 9, 3));

    assertThat(asked.join().getSampling())
        .isEqualTo(Sampling.newBuilder().setTemperature(0).setMaxOutputTokens(9).build());
    assertThat(asked.join().getModel()).isEmpty();
  }

  @Test
  void whatTheModelDoesNotTakeIsRefusedUnasked() {
    serve(Chunks.script(end(0)));
    var settings =
        new RemoteModelSettings(
            Remote.ID,
            Optional.empty(),
            Set.of(SamplingParameter.SEED, SamplingParameter.TEMPERATURE),
            Remote.CALL_TIMEOUT);

    var refused =
        (InvalidRequest) failure(settings, options(0.0, 9, 3, SamplingParameter.TEMPERATURE));

    assertThat(refused.violations())
        .extracting(FieldViolation::field)
        .containsExactly("sampling.temperature");
    assertThat(remote.seen.count()).isZero();
    assertThat(sink.begun()).isZero();
  }

  private static GenerationOptions options(
      double temperature, int maxOutputTokens, long seed, SamplingParameter... setByCaller) {
    return new GenerationOptions(
        OptionalDouble.of(temperature),
        OptionalInt.of(maxOutputTokens),
        OptionalLong.of(seed),
        Set.of(setByCaller));
  }
}
