package dev.plangen.server.run;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.CallKey;
import dev.plangen.server.domain.CallRecord;
import dev.plangen.server.domain.CallWatch;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.FinishCause;
import dev.plangen.server.domain.PlanUnderTest;
import dev.plangen.server.domain.Prices;
import dev.plangen.server.domain.RunEvent;
import dev.plangen.server.domain.RunWatch;
import dev.plangen.server.domain.Stage;
import dev.plangen.server.domain.StopCause;
import dev.plangen.server.domain.TextBounds;
import dev.plangen.server.domain.TokenCount;
import dev.plangen.server.domain.Verdict;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Models;
import dev.plangen.server.planning.agent.Followup;
import dev.plangen.server.planning.agent.ModelCall;
import dev.plangen.server.planning.agent.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The run as the engine sees it: its log, its replay, its purse and its models. */
final class RunWork implements RunContext {

  private final RunLog log;
  private final Replay replay;
  private final Models models;
  private final String tenant;
  private final RunLimits limits;
  private final Purse purse;
  private final SearchStop stop;
  private final Cancellation cancellation;
  private final RunWatch watch;

  /** Looked up once, so that the run takes its turn among the others as one. */
  private final Map<String, LanguageModel> opened = new ConcurrentHashMap<>();

  RunWork(
      RunLog log,
      Replay replay,
      Models models,
      String tenant,
      RunLimits limits,
      Purse purse,
      SearchStop stop,
      Cancellation cancellation,
      RunWatch watch) {
    this.log = log;
    this.replay = replay;
    this.models = models;
    this.tenant = tenant;
    this.limits = limits;
    this.purse = purse;
    this.stop = stop;
    this.cancellation = cancellation;
    this.watch = watch;
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
    return stop.cause()
        .filter(StopCause::endsCalls)
        .map(cause -> cause.isTime() ? isKnown(plan) : replay.hasStarted(plan.key()))
        .orElse(true);
  }

  @Override
  public void stop(StopCause why) {
    stop.stop(why);
  }

  @Override
  public Optional<StopCause> stopped() {
    return stop.cause();
  }

  @Override
  public List<ModelCall> reserve(List<ModelCall> plans, int atOnce, Followup followup) {
    List<ModelCall> known = plans.stream().filter(this::isKnown).toList();
    List<ModelCall> others =
        stop.cause().isPresent()
            ? List.of()
            : plans.stream().filter(plan -> !known.contains(plan)).toList();
    List<CandidateNeeds> needs = new ArrayList<>();
    known.forEach(plan -> missing(plan, followup).ifPresent(needs::add));
    int first = needs.size();
    others.forEach(plan -> needs.add(unwritten(plan, followup, followup.questions())));
    int met = purse.reserve(needs, Math.max(first, atOnce));
    List<ModelCall> paid = others.subList(0, Math.max(0, met - first));
    if (known.isEmpty() && paid.isEmpty() && !others.isEmpty()) {
      stop.stop(purse.scarcest(needs.getFirst()));
    }
    return plans.stream().filter(plan -> known.contains(plan) || paid.contains(plan)).toList();
  }

  /**
   * Whether the plan is made in any case: because the log says so, which is not decided again, or
   * because another run has written it.
   */
  private boolean isKnown(ModelCall plan) {
    return replay.hasStarted(plan.key()) || replay.call(plan).isPresent();
  }

  /** What a plan that is made in any case still takes. */
  private Optional<CandidateNeeds> missing(ModelCall plan, Followup followup) {
    CallKey candidate = plan.key();
    int unasked =
        Math.max(0, followup.questions() - replay.answersAbout(candidate, followup.model()));
    if (unasked == 0
        || replay.hasLost(Stage.GENERATE_SOLUTIONS, candidate)
        || replay.hasLost(Stage.VERIFY_SOLUTIONS, candidate)) {
      return Optional.empty();
    }
    return Optional.of(
        replay
            .call(plan)
            .map(
                call ->
                    new CandidateNeeds(
                        candidate,
                        CandidateNeeds.Calls.NONE,
                        questions(followup, unasked, TextBounds.bytes(call.text()))))
            .orElseGet(() -> unwritten(plan, followup, unasked)));
  }

  private CandidateNeeds unwritten(ModelCall plan, Followup followup, int questions) {
    return new CandidateNeeds(
        plan.key(),
        new CandidateNeeds.Calls(
            1, plan.prompt().bytes(), mostTokens(plan), models.prices(plan.model())),
        questions(followup, questions, 0));
  }

  /**
   * So many of the questions.
   *
   * @param planBytes length of what they are about, where that is known
   */
  private CandidateNeeds.Calls questions(Followup followup, int count, int planBytes) {
    return count == 0
        ? CandidateNeeds.Calls.NONE
        : new CandidateNeeds.Calls(
            count,
            (long) followup.promptBytes() * count / followup.questions() + (long) planBytes * count,
            Math.min(followup.outputTokens(), limits.outputTokens()),
            models.prices(followup.model()));
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
    Ticket ticket = ticket(call, prices);
    GrowingText text = log.open(call.key(), call.writes());
    CallWatch callWatch = watch.calling(call.intent());
    var writer = new TextWriter(log, text, ticket, call, callWatch);
    boolean finished = false;
    try {
      Completion completion = generate(model, call, writer, scope);
      log.report(call.model(), completion.tokens(), prices);
      ticket.close(completion.tokens(), writer.written(), !writer.isFull());
      finished = true;
      CallRecord made =
          call.record(
              log.whole(text).decode(),
              completion.finish(),
              completion.tokens(),
              ticket.outputTokens() < mostTokens(call)
                  ? OptionalInt.of(ticket.outputTokens())
                  : OptionalInt.empty());
      callWatch.finished(made, prices.flatMap(known -> known.of(completion.tokens())));
      return made;
    } finally {
      if (!finished) {
        callWatch.abandoned();
        ticket.abandon(writer.written());
        log.discard(text);
      }
    }
  }

  private LanguageModel open(String id) {
    return models
        .open(id, tenant)
        .orElseThrow(() -> new FailureException(new Failure.UnknownModel(id)));
  }

  private Ticket ticket(ModelCall call, Optional<Prices> prices) {
    return purse.open(
        call.writes().candidate(),
        call.writes().stage() == Stage.GENERATE_SOLUTIONS,
        call.prompt().bytes(),
        mostTokens(call),
        prices);
  }

  /** That the call may write if the budget allows them. */
  private int mostTokens(ModelCall call) {
    return Math.min(call.outputTokens(), limits.outputTokens());
  }

  /** In a scope of its own, because a text that grows beyond its bound ends its call, no other. */
  private Completion generate(
      LanguageModel model, ModelCall call, TextWriter writer, Cancellation scope) {
    return scoped(
        scope,
        own -> {
          writer.whenFull(own::cancel);
          try {
            Completion completion = model.generate(call.prompt(), call.options(), writer, own);
            // A model that had ended by then does not notice that it was cut off.
            return writer.isFull()
                ? new Completion(FinishCause.LENGTH, completion.tokens())
                : completion;
          } catch (CancellationException e) {
            if (writer.isFull() && !scope.isCancelled()) {
              return new Completion(FinishCause.LENGTH, TokenCount.UNKNOWN);
            }
            throw e;
          }
        });
  }

  @Override
  public <T> T whileWanted(Cancellation scope, Function<Cancellation, T> work) {
    return scoped(
        scope,
        own -> {
          try (RunWatch.Part _ = watch.verifying()) {
            return work.apply(own);
          }
        });
  }

  /** A time that is over ends all calls, but not the run. */
  private <T> T scoped(Cancellation scope, Function<Cancellation, T> work) {
    Cancellation.Child own = scope.child();
    try (Cancellation.Registration _ = own.tie();
        Cancellation.Registration _ = stop.calls().onCancel(own.cancellation()::cancel)) {
      return work.apply(own.cancellation());
    } catch (CancellationException e) {
      throw stop.calls().isCancelled() && !scope.isCancelled()
          ? new FailureException(new Failure.NotNeeded())
          : e;
    }
  }
}
