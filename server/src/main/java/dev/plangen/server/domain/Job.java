package dev.plangen.server.domain;

import java.util.List;

/** What a run is to do: a valid request, in which every default has been filled in. */
public sealed interface Job {

  /** Id of the model that does it. */
  String model();

  SamplingWish sampling();

  /** About how much memory its texts take. */
  default long bytes() {
    return 0;
  }

  /**
   * The whole workflow.
   *
   * @param model writes the plans
   * @param verifiers ids, at least one
   * @param constraints used word for word; empty if they are to be extracted
   * @param threshold the score from which on a candidate counts as verified, -100 to 100
   * @param profile of its prompts; empty for the server's own
   */
  record Solve(
      String problem,
      String model,
      RoleModels roles,
      SamplingWish sampling,
      AlgorithmChoice algorithm,
      List<String> verifiers,
      int threshold,
      List<String> constraints,
      String profile)
      implements Job {
    public Solve {
      verifiers = List.copyOf(verifiers);
      constraints = List.copyOf(constraints);
    }

    @Override
    public long bytes() {
      return problem.length() + constraints.stream().mapToLong(String::length).sum();
    }
  }

  /** The constraint agent alone. */
  record Extract(String problem, String model, String profile) implements Job {
    @Override
    public SamplingWish sampling() {
      return SamplingWish.NONE;
    }
  }

  /** The generation agent alone. */
  record Draft(
      String problem, List<String> constraints, String model, SamplingWish sampling, String profile)
      implements Job {
    public Draft {
      constraints = List.copyOf(constraints);
    }
  }

  /** Verification alone. */
  record Check(
      String problem,
      List<String> constraints,
      String plan,
      List<String> verifiers,
      String model,
      String profile)
      implements Job {
    public Check {
      verifiers = List.copyOf(verifiers);
      constraints = List.copyOf(constraints);
    }

    @Override
    public SamplingWish sampling() {
      return SamplingWish.NONE;
    }
  }

  /** A bare model call. */
  record Generate(String systemPrompt, String prompt, String model, SamplingWish sampling)
      implements Job {}
}
