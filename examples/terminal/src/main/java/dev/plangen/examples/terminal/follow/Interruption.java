package dev.plangen.examples.terminal.follow;

/**
 * What is done when the process is interrupted (Ctrl-C) or asked to end, before it ends. While one
 * is open, whoever closes it after a signal has come waits for the process's end: what goes on in
 * its thread then is nothing that a user should read.
 */
final class Interruption implements AutoCloseable {

  private final Thread hook;

  Interruption(Runnable farewell) {
    this.hook = new Thread(farewell, "farewell");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      waitForTheEnd();
    }
  }

  /** The JVM halts when its hooks have ended, with the signal's exit status. */
  private static void waitForTheEnd() {
    while (true) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        // Nobody does that here; and nothing else is left to do.
      }
    }
  }
}
