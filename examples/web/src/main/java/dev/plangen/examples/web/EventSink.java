package dev.plangen.examples.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes events to one browser, and a beat whenever nothing else was written for a while: HTTP
 * tells neither side that the other is gone, but a write fails.
 *
 * <p>One thread sends. It is blocked for as long as the browser does not read.
 */
final class EventSink implements AutoCloseable {

  /** How soon a browser comes back after a break, in milliseconds. */
  private static final int RETRY = 1000;

  private final OutputStream out;
  private final ReentrantLock writing = new ReentrantLock();
  private final Condition closing = writing.newCondition();
  private Runnable onGone = () -> {};
  private boolean gone;
  private boolean closed;
  private long written = System.nanoTime();

  EventSink(OutputStream out, Duration beat) throws IOException {
    this.out = out;
    write("retry: " + RETRY + "\n\n");
    Thread.ofVirtual().name("beats").start(() -> beat(beat));
  }

  /** Runs it when a beat finds that the browser is gone; at once if it has. */
  void whenGone(Runnable onGone) {
    writing.lock();
    try {
      this.onGone = onGone;
      if (gone) {
        onGone.run();
      }
    } finally {
      writing.unlock();
    }
  }

  /** Sends an event that is no place to resume from. The data has no line breaks. */
  void send(String event, String data) throws IOException {
    write("event: " + event + "\ndata: " + data + "\n\n");
  }

  /** Sends an event after which a reader may resume. The data has no line breaks. */
  void send(String event, long id, String data) throws IOException {
    write("id: " + id + "\nevent: " + event + "\ndata: " + data + "\n\n");
  }

  private void write(String event) throws IOException {
    writing.lock();
    try {
      out.write(event.getBytes(StandardCharsets.UTF_8));
      out.flush();
      written = System.nanoTime();
    } finally {
      writing.unlock();
    }
  }

  private void beat(Duration beat) {
    writing.lock();
    try {
      while (!closed) {
        long left = written + beat.toNanos() - System.nanoTime();
        if (left <= 0) {
          send("beat", "{}");
        } else {
          @SuppressWarnings("unused") // The loop looks at the clock itself.
          long awoken = closing.awaitNanos(left);
        }
      }
    } catch (IOException e) {
      gone = true;
      onGone.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    writing.lock();
    try {
      closed = true;
      closing.signal();
      out.close();
    } finally {
      writing.unlock();
    }
  }
}
