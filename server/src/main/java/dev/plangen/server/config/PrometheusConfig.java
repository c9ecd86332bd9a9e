package dev.plangen.server.config;

import java.util.Optional;

/**
 * Where Prometheus may collect metrics, at {@code /metrics}.
 *
 * @param host a name or address; 127.0.0.1 by default
 * @param port 1 to 65,535; 9464 by default
 */
public record PrometheusConfig(Optional<String> host, Optional<Integer> port) {

  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 9464;
}
