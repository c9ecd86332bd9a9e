package dev.plangen.server.plugin;

/** A call ended otherwise than well. Stays in this room, where it becomes a failure of its kind. */
final class RemoteFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient RemoteStatus status;

  RemoteFailedException(RemoteStatus status) {
    super(status.code().name());
    this.status = status;
  }

  RemoteStatus status() {
    return status;
  }
}
