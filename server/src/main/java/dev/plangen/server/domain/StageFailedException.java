package dev.plangen.server.domain;

/** Ends a run: a stage has come to a failure that the rest can't do without. */
public final class StageFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Stage stage;
  private final transient Failure failure;

  public StageFailedException(Stage stage, Failure failure) {
    super(stage + ": " + failure.reason());
    this.stage = stage;
    this.failure = failure;
  }

  public Stage stage() {
    return stage;
  }

  public Failure failure() {
    return failure;
  }
}
