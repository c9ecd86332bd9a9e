package dev.plangen.server.testing;

import dev.plangen.server.concurrent.Cancellation;
import dev.plangen.server.domain.AnswerFormat;
import dev.plangen.server.domain.FailureException;
import dev.plangen.server.llm.Completion;
import dev.plangen.server.llm.FairQueue;
import dev.plangen.server.llm.GenerationOptions;
import dev.plangen.server.llm.LanguageModel;
import dev.plangen.server.llm.Models;
import dev.plangen.server.llm.Prompt;
import dev.plangen.server.llm.RetryBudget;
import dev.plangen.server.llm.SamplingParameter;
import dev.plangen.server.llm.SharedModel;
import dev.plangen.server.llm.TextSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A language model whose replies are data, a function of what it is asked. Thread-safe. */
public final class ScriptedModel implements LanguageModel {

  /** The id under which {@link #served} serves it. */
  public static final String ID = "test/scripted";

  /**
   * One call.
   *
   * @param attempt how often the same has been asked, whatever it might write, this time included
   */
  public record Ask(Prompt prompt, GenerationOptions options, int attempt) {

    /** What the prompt demands; empty if it is none of ours. */
    public Optional<AnswerFormat> format() {
      return Arrays.stream(AnswerFormat.values())
          .filter(format -> prompt.user().endsWith(format.instruction()))
          .findFirst();
    }
  }

  private final Function<Ask, ScriptedReply> script;
  private final List<Ask> asked = new ArrayList<>();
  private final AtomicInteger completed = new AtomicInteger();

  public ScriptedModel(Function<Ask, ScriptedReply> script) {
    this.script = script;
  }

  /** Models of which this one is the only one. */
  public Models served() {
    var shared =
        new SharedModel(
            this,
            FairQueue.unlimited(),
            TestServer.NO_RETRIES,
            new RetryBudget(),
            Optional.empty());
    return new Models(List.of(new Models.Served(ID, "scripted", shared)), Optional.empty(), ID);
  }

  /** Every call so far, in the order of arrival. */
  public List<Ask> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  /** Waits until it has been asked so often. */
  public void awaitAsked(int count, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (asked) {
      while (asked.size() < count) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError("was asked only " + asked.size() + " times");
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(asked, left);
        } catch (InterruptedException e) {
          throw new AssertionError("a test was interrupted", e);
        }
      }
    }
  }

  /** How many calls have come to a good end. */
  public int completed() {
    return completed.get();
  }

  @Override
  public Set<SamplingParameter> unsupported() {
    return Set.of();
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
    cancellation.throwIfCancelled();
    GenerationOptions allowed = sink.begin(options);
    Completion completion = play(script.apply(note(prompt, allowed)), sink, cancellation);
    completed.incrementAndGet();
    return completion;
  }

  private Ask note(Prompt prompt, GenerationOptions options) {
    synchronized (asked) {
      long before =
          asked.stream()
              .filter(ask -> ask.prompt().equals(prompt))
              .filter(ask -> ask.options().seed().equals(options.seed()))
              .count();
      var ask = new Ask(prompt, options, (int) before + 1);
      asked.add(ask);
      asked.notifyAll();
      return ask;
    }
  }

  private static Completion play(ScriptedReply reply, TextSink sink, Cancellation cancellation) {
    return switch (reply) {
      case ScriptedReply.Text text -> {
        write(text.pieces(), sink, cancellation);
        yield new Completion(text.finish(), text.tokens());
      }
      case ScriptedReply.Failing failing -> {
        write(failing.pieces(), sink, cancellation);
        if (failing.pieces().isEmpty()) {
          sink.refused();
        }
        throw new FailureException(failing.failure());
      }
      case ScriptedReply.Held held -> {
        write(held.pieces(), sink, cancellation);
        held.gate().pass(cancellation);
        yield play(held.then(), sink, cancellation);
      }
      case ScriptedReply.Late late -> {
        late.gate().passWhenReleased(cancellation);
        yield play(late.then(), sink, Cancellation.create());
      }
    };
  }

  private static void write(List<String> pieces, TextSink sink, Cancellation cancellation) {
    for (String piece : pieces) {
      cancellation.throwIfCancelled();
      sink.append(piece);
    }
  }
}
