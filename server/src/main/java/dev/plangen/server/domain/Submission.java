package dev.plangen.server.domain;

import java.util.Map;
import java.util.Optional;

/**
 * What a caller asks of the server: a job, and how the run that does it is to be treated.
 *
 * @param base id of a run whose calls are to be taken over
 */
public record Submission(
    Caller caller,
    Job job,
    Budget budget,
    Patience patience,
    Optional<RequestId> requestId,
    Optional<String> base,
    Map<String, String> labels) {

  public Submission {
    labels = Map.copyOf(labels);
  }

  /** Of a job that ends with its caller and has no name. */
  public static Submission of(Caller caller, Job job) {
    return new Submission(
        caller,
        job,
        Budget.UNLIMITED,
        Patience.Grace.NONE,
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** About how much memory its texts take. */
  public long bytes() {
    long labelled =
        labels.entrySet().stream()
            .mapToLong(label -> label.getKey().length() + label.getValue().length())
            .sum();
    return labelled + job.bytes();
  }
}
