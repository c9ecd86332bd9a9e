package dev.plangen.server.domain;

import java.util.List;
import java.util.Optional;

/** What a run that succeeded comes to. */
public sealed interface Answer {

  /** The call whose text this answer is, if it is one. */
  default Optional<CallRecord> call() {
    return Optional.empty();
  }

  /** Of {@link Job.Solve}. Candidates by number; verdicts in the candidates' order. */
  record Solved(
      Selection selection,
      List<String> constraints,
      List<Candidate> candidates,
      List<Verdict> verdicts,
      StopCause stopCause)
      implements Answer {
    public Solved {
      constraints = List.copyOf(constraints);
      candidates = List.copyOf(candidates);
      verdicts = List.copyOf(verdicts);
    }
  }

  /** Of {@link Job.Extract}. */
  record Extracted(List<String> constraints, CallRecord written) implements Answer {
    public Extracted {
      constraints = List.copyOf(constraints);
    }

    @Override
    public Optional<CallRecord> call() {
      return Optional.of(written);
    }
  }

  /** Of {@link Job.Draft} and {@link Job.Generate}. */
  record Written(CallRecord written) implements Answer {
    @Override
    public Optional<CallRecord> call() {
      return Optional.of(written);
    }
  }

  /** Of {@link Job.Check}, in the order of its verifiers. */
  record Checked(List<Verdict> verdicts) implements Answer {
    public Checked {
      verdicts = List.copyOf(verdicts);
    }
  }
}
