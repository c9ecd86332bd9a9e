package dev.plangen.server.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** Makes a problem of every warning and error that is logged until it is closed. Thread-safe. */
final class Complaints extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Ledger ledger;

  Complaints(Ledger ledger) {
    this.ledger = ledger;
    setContext(root.getLoggerContext());
    start();
    root.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    // What gRPC says of each stream whose connection breaks while something is still to be sent.
    boolean brokenStream = event.getMessage().equals("Stream Error");
    if (event.getLevel().isGreaterOrEqual(Level.WARN) && !brokenStream) {
      ledger.problem("logged: " + event.getLoggerName() + " " + event.getFormattedMessage());
    }
  }

  @Override
  public void close() {
    root.detachAppender(this);
    stop();
  }
}
