package io.eddyline.k8s.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a line of the log looks like in either format. */
class LogFormatTest {
  private static final Map<String, String> REQUEST = Map.of("request_id", "r-17");

  @Test
  void jsonIsOneObjectALineWithMessageRequestAndFailure() throws Exception {
    IllegalStateException failure = new IllegalStateException("disk \"full\"");
    String line = line("json", "version {}\nrefused", failure);

    assertThat(line).endsWith("\n").doesNotContain("\n\"").containsOnlyOnce("\n");
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.path("timestamp").isIntegralNumber()).isTrue();
    assertThat(json.path("level").asText()).isEqualTo("WARN");
    assertThat(json.path("loggerName").asText()).isEqualTo("io.eddyline.test");
    assertThat(json.path("formattedMessage").asText()).isEqualTo("version 42\nrefused");
    assertThat(json.path("mdc").path("request_id").asText()).isEqualTo("r-17");
    assertThat(json.path("throwable").path("message").asText()).isEqualTo("disk \"full\"");
  }

  @Test
  void textIsForPeople() throws Exception {
    assertThat(line("text", "version {} refused", null))
        .matches("[0-9:.]{12} WARN  test - version 42 refused \\[r-17]\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void theConfigurationSaysNothingOfItself(String format) throws Exception {
    assertThat(configured(format).getStatusManager().getCopyOfStatusList())
        .allMatch(status -> status.getEffectiveLevel() < Status.WARN);
  }

  private static String line(String format, String message, @Nullable Throwable failure)
      throws IOException, JoranException {
    LoggerContext context = configured(format);
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var appender =
        (ConsoleAppender<ILoggingEvent>) Objects.requireNonNull(root.getAppender("CONSOLE"));
    LoggingEvent event =
        new LoggingEvent(
            "",
            context.getLogger("io.eddyline.test"),
            Level.WARN,
            message,
            failure,
            new Object[] {42});
    event.setMDCPropertyMap(REQUEST);
    return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
  }

  /** A context of its own, configured as a process with this format is. */
  private static LoggerContext configured(String format) throws JoranException {
    LoggerContext context = new LoggerContext();
    context.putProperty("eddyline.log.format", format);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        Objects.requireNonNull(LogFormatTest.class.getResource("/logback.xml")));
    return context;
  }
}
