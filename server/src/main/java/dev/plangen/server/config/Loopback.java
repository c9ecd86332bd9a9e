package dev.plangen.server.config;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * What is on this machine, by its text: what a name resolves to may change, and is what TLS is
 * there to check.
 */
final class Loopback {

  private static final Pattern HOST =
      Pattern.compile(
          "localhost|127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}|::1|\\[::1]",
          Pattern.CASE_INSENSITIVE);

  private Loopback() {}

  static boolean isHost(String host) {
    return HOST.matcher(host).matches();
  }

  /** Whether what is sent to this URL, which has a host, can't be read on the network. */
  static boolean protects(URI url) {
    return url.getScheme().equalsIgnoreCase("https")
        || (url.getScheme().equalsIgnoreCase("http") && isHost(url.getHost()));
  }
}
