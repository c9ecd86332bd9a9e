package dev.plangen.server.run;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.domain.Verdict;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Models;
import dev.plangen.server.planning.agent.Followup;
import dev.plangen.server.planning.agent.ModelCall;
import dev.plangen.server.planning.agent.RunContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

/** The run as the engine sees it: its log, its replay, its purse and its models. */
final class RunWork implements RunContext {

  private final RunLog log;
  private final Replay replay;
  private final Models models;
  private final RunLimits limits;
  private final Purse purse;
  private final SearchStop stop;
  private final Cancellation cancellation;

  /** Looked up once, so that the run takes its turn among the others as one. */
  private final Map<String, LanguageModel> opened = new ConcurrentHashMap<>();

  RunWork(
      RunLog log,
      Replay replay,
      Models models,
      RunLimits limits,
      Purse purse,
      SearchStop stop,
      Cancellation cancellation) {
    this.log = log;
    this.replay = replay;
    this.models = models;
    this.limits = limits;
    this.purse = purse;
    this.stop = stop;
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
  public Optional<RunEvent> recorded(String identity) {
    return replay.event(identity);
  }

  @Override
  public Optional<Verdict> recordedVerdict(PlanUnderTest plan, String verifier) {
    return replay.verdict(plan, verifier);
  }

  @Override
  public boolean mayBegin(ModelCall plan) {
    return stop.cause().filter(StopCause::endsCalls).isEmpty() || isKnown(plan);
  }

  private boolean isKnown(ModelCall plan) {
    return replay.hasStarted(plan.key()) || replay.call(plan).isPresent();
  }

  @Override
  public void stop(StopCause why) {
    stop.stop(why);
  }

  @Override
  public Optional<StopCause> stopped() {
    return stop.cause();
  }

  /**
   * Candidates that the log has were started by a decision that is not taken again, and those that
   * another run has written cost nothing.
   */
  @Override
  public int reserve(List<ModelCall> plans, Followup followup) {
    int known = (int) plans.stream().takeWhile(this::isKnown).count();
    if (known > 0 || stop.cause().isPresent()) {
      return known;
    }
    return purse.reserve(
        plans, models.prices(plans.getFirst().model()), followup, models.prices(followup.model()));
  }

  @Override
  public void release(CallKey candidate) {
    purse.release(candidate);
  }

  @Override
  public CallRecord call(ModelCall call, Cancellation scope) {
    return replay.ownCall(call).or(() -> takeOver(call)).orElseGet(() -> make(call, scope));
  }

  private Optional<CallRecord> takeOver(ModelCall call) {
    Optional<CallRecord> made = replay.othersCall(call);
    made.ifPresent(record -> log.takeOver(record.tokens()));
    return made;
  }

  private CallRecord make(ModelCall call, Cancellation scope) {
    if (stop.calls().isCancelled()) {
      throw new FailureException(new Failure.NotNeeded());
    }
    LanguageModel model = opened.computeIfAbsent(call.model(), this::open);
    Optional<Prices> prices = models.prices(call.model());
    Purse.Ticket ticket = ticket(call, prices);
    GrowingText text = log.open(call.key(), call.writes());
    var writer = new TextWriter(log, text, ticket, call.mostBytes(ticket.outputTokens()));
    boolean finished = false;
    try {
      Completion completion = generate(model, call, ticket, writer, scope);
      log.report(completion.tokens(), prices);
      ticket.close(completion.tokens(), writer.written());
      finished = true;
      return call.record(
          log.whole(text).decode(),
          completion.finish(),
          completion.tokens(),
          ticket.outputTokens());
    } finally {
      if (!finished) {
        ticket.close(TokenCount.UNKNOWN, writer.written());
        log.discard(text);
      }
    }
  }

  private LanguageModel open(String id) {
    return models.find(id).orElseThrow(() -> new FailureException(new Failure.UnknownModel(id)));
  }

  private Purse.Ticket ticket(ModelCall call, Optional<Prices> prices) {
    return purse.open(
        call.writes().candidate(),
        call.writes().stage() == Stage.GENERATE_SOLUTIONS,
        call.prompt().bytes(),
        Math.min(call.outputTokens(), limits.outputTokens()),
        prices);
  }

  /**
   * A scope of its own, because a text that grows beyond its bound ends its call and no other, and
   * a time that is over ends all calls but not the run.
   */
  private Completion generate(
      LanguageModel model,
      ModelCall call,
      Purse.Ticket ticket,
      TextWriter writer,
      Cancellation scope) {
    Cancellation.Child own = scope.child();
    try (Cancellation.Registration _ = own.tie();
        Cancellation.Registration _ = stop.calls().onCancel(own.cancellation()::cancel)) {
      writer.whenFull(own.cancellation()::cancel);
      Completion completion =
          model.generate(
              call.prompt(),
              call.options().atMost(ticket.outputTokens()),
              writer,
              own.cancellation());
      // A model that had ended by then does not notice that it was cut off.
      return writer.isFull() ? new Completion(FinishCause.LENGTH, completion.tokens()) : completion;
    } catch (CancellationException e) {
      if (scope.isCancelled()) {
        throw e;
      }
      if (writer.isFull()) {
        return new Completion(FinishCause.LENGTH, TokenCount.UNKNOWN);
      }
      throw stop.calls().isCancelled() ? new FailureException(new Failure.NotNeeded()) : e;
    }
  }
}
