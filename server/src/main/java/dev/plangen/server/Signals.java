package dev.plangen.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals of the operating system. By reflection, as javac warns of every mention of {@code
 * sun.misc.Signal}, which is all that Java has for them, and can't be told not to.
 */
final class Signals {

  private static final Logger LOG = LoggerFactory.getLogger("plangen.start");

  private Signals() {}

  /**
   * Does this, on a thread of its own, whenever the signal comes. Where there is no such signal, or
   * it is not ours to take (the JVM runs with {@code -Xrs}), it does what it does without us. A
   * signal that the starting process has set to be ignored, as {@code nohup} does, stays ignored.
   *
   * @param name without SIG
   * @param action is given the signal's number
   */
  static void on(String name, IntConsumer action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method number = signal.getMethod("getNumber");
      Object acting =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                // Of Object's methods the JVM calls none.
                action.accept((int) number.invoke(arguments[0]));
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), acting);
    } catch (InvocationTargetException e) {
      LOG.debug("SIG{} is not handled: {}", name, e.getCause());
    } catch (ReflectiveOperationException e) {
      LOG.debug("signals are not handled", e);
    }
  }
}
