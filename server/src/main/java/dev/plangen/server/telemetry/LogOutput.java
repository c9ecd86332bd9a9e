package dev.plangen.server.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** How log lines look. */
public final class LogOutput {

  /** The loggers of the server itself. */
  static final List<String> OWN = List.of("plangen", "dev.plangen");

  private LogOutput() {}

  /** What each is written as. */
  public enum Format {
    /** A line to be read. */
    TEXT("/logback.xml"),
    /** A JSON object, in which each key has a field of its own. */
    JSON("/logback-json.xml");

    private final String resource;

    Format(String resource) {
      this.resource = resource;
    }
  }

  /**
   * From here on.
   *
   * @param level of the server's own lines
   */
  public static void use(Format format, String level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    if (format != Format.TEXT) {
      URL file = Objects.requireNonNull(LogOutput.class.getResource(format.resource));
      context.reset();
      var configurator = new JoranConfigurator();
      configurator.setContext(context);
      try {
        configurator.doConfigure(file);
      } catch (JoranException e) {
        throw new IllegalStateException("the server's own " + format.resource, e);
      }
    }
    OWN.forEach(
        name -> context.getLogger(name).setLevel(Level.valueOf(level.toUpperCase(Locale.ROOT))));
  }
}
