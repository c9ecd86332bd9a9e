package dev.plangen.server.telemetry;

import dev.plangen.server.domain.Job;

/** What operators know a job by: one word of few. */
public final class JobName {

  private JobName() {}

  public static String of(Job job) {
    return switch (job) {
      case Job.Solve _ -> "solve";
      case Job.Extract _ -> "extract_constraints";
      case Job.Draft _ -> "generate_plan";
      case Job.Check _ -> "verify_plan";
      case Job.Generate _ -> "generate";
    };
  }

  /** {@code none} if the job has none. */
  public static String algorithm(Job job) {
    return job instanceof Job.Solve solve ? solve.algorithm().name() : "none";
  }
}
