package dev.plangen.server.domain;

import java.time.Instant;

/**
 * What is known of a run from its start.
 *
 * @param id a UUIDv7
 */
public record RunInfo(String id, Submission submission, Instant createTime) {

  public Caller caller() {
    return submission.caller();
  }

  public Job job() {
    return submission.job();
  }
}
