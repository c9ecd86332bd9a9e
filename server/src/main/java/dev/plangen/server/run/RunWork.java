package dev.plangen.server.run;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Models;
import dev.plangen.server.planning.agent.ModelCall;
import dev.plangen.server.planning.agent.RunContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

/** The run as the engine sees it: its log, its replay and its models. */
final class RunWork implements RunContext {

  private final RunLog log;
  private final Replay replay;
  private final Models models;
  private final Cancellation cancellation;

  /** Looked up once, so that the run takes its turn among the others as one. */
  private final Map<String, LanguageModel> opened = new ConcurrentHashMap<>();

  RunWork(RunLog log, Replay replay, Models models, Cancellation cancellation) {
    this.log = log;
    this.replay = replay;
    this.models = models;
    this.cancellation = cancellation;
  }

  @Override
  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public void emit(RunEvent event) {
    if (!replay.has(event)) {
      log.append(event);
    }
  }

  @Override
  public Optional<Failure> recordedFailure(Stage stage, CallKey candidate) {
    return replay.failure(stage, candidate);
  }

  @Override
  public CallRecord call(ModelCall call, Cancellation scope) {
    String fingerprint = call.fingerprint();
    return replay.call(call.key(), fingerprint).orElseGet(() -> make(call, fingerprint, scope));
  }

  private CallRecord make(ModelCall call, String fingerprint, Cancellation scope) {
    LanguageModel model = opened.computeIfAbsent(call.model(), this::open);
    GrowingText text = log.open(call.key(), call.writes());
    boolean finished = false;
    try {
      Completion completion = generate(model, call, text, scope);
      log.report(completion.tokens());
      finished = true;
      return new CallRecord(
          call.key(),
          call.writes(),
          call.model(),
          fingerprint,
          log.whole(text).decode(),
          completion.finish(),
          completion.tokens());
    } finally {
      if (!finished) {
        log.discard(text);
      }
    }
  }

  private LanguageModel open(String id) {
    return models.find(id).orElseThrow(() -> new FailureException(new Failure.UnknownModel(id)));
  }

  /** A text that grows beyond its bound ends its call, and no other: hence a scope of its own. */
  private Completion generate(
      LanguageModel model, ModelCall call, GrowingText text, Cancellation scope) {
    Cancellation.Child own = scope.child();
    var writer = new TextWriter(log, text, call.mostBytes(), own.cancellation());
    try (Cancellation.Registration _ = own.tie()) {
      Completion completion =
          model.generate(call.prompt(), call.options(), writer, own.cancellation());
      // A model that had ended by then does not notice that it was cut off.
      return writer.isFull() ? new Completion(FinishCause.LENGTH, completion.tokens()) : completion;
    } catch (CancellationException e) {
      if (writer.isFull() && !scope.isCancelled()) {
        return new Completion(FinishCause.LENGTH, TokenCount.UNKNOWN);
      }
      throw e;
    }
  }
}
