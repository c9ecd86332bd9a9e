package dev.plangen.client;

import dev.plangen.v1.StepUpdate;

/**
 * What happens in a solve, as a caller sees it: what the server sends, with texts put together, and
 * what this client has to add. Immutable.
 *
 * <p>All events of one run come together: after a {@link Restarted} all are of the new run.
 */
public sealed interface SolveEvent {

  /** The run that it is about. */
  String runId();

  /**
   * An update as the server sent it: a step has begun, has ended, or, where {@code
   * StreamOptions.candidate_events} asks for it, goes on. Each logged update comes once and in
   * order, however often the connection broke. Never a text delta or a heartbeat.
   *
   * @param update the update
   */
  record Updated(StepUpdate update) implements SolveEvent {
    @Override
    public String runId() {
      return update.getRunId();
    }
  }

  /**
   * A model has written more, where {@code StreamOptions.text_deltas} asks for it.
   *
   * @param update names the text by its step, candidate_id and verifier, and says what was written
   *     where
   * @param text the whole text so far
   */
  record TextWritten(StepUpdate update, String text) implements SolveEvent {
    @Override
    public String runId() {
      return update.getRunId();
    }
  }

  /**
   * The run was lost, and the request is being solved by a new one: the server has forgotten the
   * run, is shutting down, or asked to come back later. What the lost run has told is void. Where
   * the server still has its finished calls, they are not paid again.
   *
   * @param previousRunId the run that was lost
   * @param runId the run that takes its place
   */
  record Restarted(String previousRunId, String runId) implements SolveEvent {}
}
