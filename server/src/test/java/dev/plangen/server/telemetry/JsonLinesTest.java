package dev.plangen.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.AppenderAttachable;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {

  @Test
  void aLineHasTheFieldsOfThePageAndOneForEachValue() throws Exception {
    var context = new LoggerContext();
    context.setMDCAdapter(MDC.getMDCAdapter());
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        Objects.requireNonNull(JsonLinesTest.class.getResource("/logback-json.xml")));
    var event =
        new LoggingEvent("test", context.getLogger("test"), Level.INFO, "It ended.", null, null);
    event.setKeyValuePairs(List.of(new KeyValuePair("run_id", "r")));

    JsonNode line = new ObjectMapper().readTree(encoded(context, event));

    assertThat(line.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "@timestamp", "level", "logger_name", "message", "thread_name", "run_id");
    assertThat(line.path("message").asText()).isEqualTo("It ended.");
  }

  @SuppressWarnings("unchecked")
  private static byte[] encoded(LoggerContext context, ILoggingEvent event) {
    var traced =
        (AppenderAttachable<ILoggingEvent>) context.getLogger("ROOT").getAppender("TRACED");
    var written = (OutputStreamAppender<ILoggingEvent>) traced.getAppender("STDERR");
    return written.getEncoder().encode(event);
  }
}
