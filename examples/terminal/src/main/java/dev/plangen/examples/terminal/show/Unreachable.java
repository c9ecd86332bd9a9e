package dev.plangen.examples.terminal.show;

import dev.plangen.client.PlanGenException;
import dev.plangen.examples.terminal.option.Connection;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why there is no connection, out of what gRPC and the JDK say of it. */
final class Unreachable {

  private Unreachable() {}

  static String sentence(PlanGenException e, Connection connection) {
    String begin = "The server at " + connection.target() + " can't be reached: ";
    String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (has(e, UnknownHostException.class) || said.contains("unable to resolve host")) {
      return begin + "there is no such host. Name another by --target or PLANGEN_TARGET.";
    }
    if (has(e, SSLException.class)) {
      return begin
          + "it does not speak TLS, or its certificate is not trusted. Use --plaintext if it serves"
          + " without TLS, or --ca FILE with the certificate that it is to be trusted by.";
    }
    if ((connection.isPlaintext() && said.contains("http2 exception"))
        || said.contains("first received frame was not settings")) {
      return begin + "it does not speak gRPC in plain text. Use --tls if it serves with TLS.";
    }
    if (causes(e).anyMatch(cause -> String.valueOf(cause.getMessage()).contains("refused"))) {
      return begin
          + "nothing listens there. Start it with server/bin/plangen-server, or name another by"
          + " --target or PLANGEN_TARGET.";
    }
    return begin
        + "the connection broke or could not be made. Look at --target, at --tls and --plaintext,"
        + " and at the server.";
  }

  private static boolean has(Throwable e, Class<?> kind) {
    return causes(e).anyMatch(kind::isInstance);
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, cause -> cause != null, Throwable::getCause).limit(20);
  }
}
