package dev.plangen.server.rpc;

import dev.plangen.server.domain.Answer;
import dev.plangen.server.domain.Bug;
import dev.plangen.server.domain.Caller;
import dev.plangen.server.domain.Failure;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.domain.RunCost;
import dev.plangen.server.domain.Submission;
import dev.plangen.server.run.Offers;
import dev.plangen.server.run.ReaderOptions;
import dev.plangen.server.run.RunName;
import dev.plangen.server.run.RunReader;
import dev.plangen.server.run.Runs;
import dev.plangen.v1.Run;
import dev.plangen.v1.StepUpdate;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns an RPC into a run with one reader. Thread-safe. */
final class RunCalls {

  private static final Logger LOG = LoggerFactory.getLogger(RunCalls.class);

  private final Runs runs;
  private final Offers offers;
  private final RequestBounds bounds;

  RunCalls(Runs runs, Offers offers, RequestBounds bounds) {
    this.runs = runs;
    this.offers = offers;
    this.bounds = bounds;
  }

  /** Makes a submission of a message; may throw {@link FailureException}. */
  @FunctionalInterface
  interface Request {
    Submission of(RequestMapper requests, Caller caller);
  }

  /** Answers once, when the run has ended. */
  <A extends Answer, M> void answer(
      StreamObserver<M> out, Request request, Class<A> type, Response<A, M> response) {
    open(
        out,
        () -> {
          try (Offers.Hold offer = offers.hold()) {
            RunReader reader =
                runs.start(
                    submission(request, KnownCallers.current(), offer),
                    offer,
                    deadline(),
                    ReaderOptions.STAGES);
            follow(
                reader,
                new UnaryEnd<>(
                    reader.runId(),
                    out,
                    (answer, cost) -> response.of(reader.runId(), type.cast(answer), cost)),
                out,
                OptionalLong.empty());
          }
        });
  }

  /** Makes the response of a run that succeeded. */
  @FunctionalInterface
  interface Response<A extends Answer, M> {
    M of(String runId, A answer, RunCost cost);
  }

  /** Streams what {@code wish} asks for. */
  void stream(
      StreamObserver<?> out,
      Request request,
      Supplier<StreamWish> wish,
      Function<String, End> endOfRun) {
    open(
        out,
        () -> {
          try (Offers.Hold offer = offers.hold()) {
            Submission valid = submission(request, KnownCallers.current(), offer);
            // Only of a valid request.
            StreamWish wished = wish.get();
            RunReader reader = runs.start(valid, offer, deadline(), wished.reader());
            follow(reader, endOfRun.apply(reader.runId()), out, wished.heartbeatNanos());
          }
        });
  }

  /** Answers as soon as there is a run, which needs no reader. */
  void submit(StreamObserver<Run> out, Request request) {
    reply(
        out,
        (_, caller) -> {
          try (Offers.Hold offer = offers.hold()) {
            return RunMapper.run(runs.submit(submission(request, caller, offer), offer));
          }
        });
  }

  private Submission submission(Request request, Caller caller, Offers.Hold offer) {
    return request.of(new RequestMapper(offer.catalog(), bounds), caller);
  }

  /** Streams a run that is there. {@code name} may throw {@link FailureException}. */
  void watch(
      StreamObserver<StepUpdate> out,
      Supplier<RunName> name,
      long after,
      Supplier<StreamWish> wish) {
    open(
        out,
        () -> {
          RunName valid = name.get();
          // Only of a valid request.
          StreamWish wished = wish.get();
          RunReader reader =
              runs.watch(KnownCallers.current(), valid, after, deadline(), wished.reader());
          if (reader.isThrough()) {
            reader.leave(new Failure.Cancelled());
            EarlyHeaders.send(reader.runId());
            out.onCompleted();
          } else {
            follow(reader, UpdateEnd.ofWatching(reader.runId(), out), out, wished.heartbeatNanos());
          }
        });
  }

  /** Answers at once. {@code response} may throw {@link FailureException}. */
  <M> void reply(StreamObserver<M> out, BiFunction<Runs, Caller, M> response) {
    open(
        out,
        () -> {
          M message = response.apply(runs, KnownCallers.current());
          out.onNext(message);
          out.onCompleted();
        });
  }

  /** A failure here comes before the response headers: trailers only, and safe to retry. */
  private static void open(StreamObserver<?> out, Runnable start) {
    try {
      start.run();
    } catch (FailureException e) {
      out.onError(StatusMapper.toException(e.failure()));
    } catch (RuntimeException e) {
      LOG.error("a call could not be started:{}", Bug.describe(e));
      out.onError(StatusMapper.toException(new Failure.Internal()));
    }
  }

  private static void follow(
      RunReader reader, End end, StreamObserver<?> out, OptionalLong heartbeatNanos) {
    try {
      EarlyHeaders.send(reader.runId());
      Follower.start(reader, end, (ServerCallStreamObserver<?>) out, heartbeatNanos);
    } catch (RuntimeException e) {
      // Or the run would go on with nobody to read it.
      reader.leave(new Failure.Internal());
      throw e;
    }
  }

  private static Optional<Instant> deadline() {
    return Optional.ofNullable(Context.current().getDeadline())
        .map(at -> Instant.now().plusNanos(at.timeRemaining(TimeUnit.NANOSECONDS)));
  }
}
