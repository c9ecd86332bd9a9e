package dev.plangen.server.llm;

import dev.plangen.server.concurrent.Cancellation;
import java.util.Set;

/** Lets a run's calls reach a model as its lane of the model's queue allows. */
record QueuedModel(LanguageModel delegate, FairQueue.Lane lane) implements LanguageModel {

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, TextSink sink, Cancellation cancellation) {
    sink.queued();
    return lane.call(cancellation, () -> delegate.generate(prompt, options, sink, cancellation));
  }

  @Override
  public Set<SamplingParameter> unsupported() {
    return delegate.unsupported();
  }
}
