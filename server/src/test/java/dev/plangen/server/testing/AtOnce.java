package dev.plangen.server.testing;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Lets threads race. */
public final class AtOnce {

  private static final long LIMIT_SECONDS = 20;

  private AtOnce() {}

  /** Does these at the same time, as far as the machine can, and returns what they return. */
  public static <T> List<T> all(List<Callable<T>> racers) throws InterruptedException {
    var ready = new CountDownLatch(racers.size());
    var start = new CountDownLatch(1);
    List<FutureTask<T>> running =
        racers.stream().map(racer -> new FutureTask<>(() -> after(ready, start, racer))).toList();
    running.forEach(Thread::startVirtualThread);
    if (!ready.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("not all came to the start");
    }
    start.countDown();
    return running.stream().map(AtOnce::result).toList();
  }

  private static <T> T after(CountDownLatch ready, CountDownLatch start, Callable<T> racer)
      throws Exception {
    ready.countDown();
    start.await();
    return racer.call();
  }

  private static <T> T result(FutureTask<T> running) {
    try {
      return running.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("a racer failed", e.getCause());
    } catch (Exception e) {
      throw new AssertionError("a racer did not come to its end", e);
    }
  }
}
