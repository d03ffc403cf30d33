package io.eddyline.k8s.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.config.SettingsSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What {@code values.schema.json} says of {@code settings} is made from the configuration records,
 * so that Helm refuses what the processes would. {@code -Dgolden.write=true} writes it anew.
 */
class ValuesSchemaTest {
  private static final Path FILE = Chart.FOLDER.resolve("values.schema.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theSchemaOfTheSettingsIsThatOfTheRecords() throws IOException {
    ObjectNode schema = (ObjectNode) JSON.readTree(FILE.toFile());
    ((ObjectNode) schema.get("$defs")).set("settings", SettingsSchema.of(EddylineConfig.class));
    String expected = print(schema);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(FILE, expected);
    }
    assertThat(FILE)
        .as("made from the records: run this test with -Dgolden.write=true")
        .content()
        .isEqualTo(expected);
  }

  @Test
  void everyValueOfTheChartIsInTheSchema() throws IOException {
    JsonNode schema = JSON.readTree(FILE.toFile());
    Chart.read(Chart.FOLDER.resolve("values.yaml"))
        .fieldNames()
        .forEachRemaining(
            name -> assertThat(schema.path("properties").has(name)).as(name).isTrue());
  }

  private static String print(JsonNode schema) throws IOException {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(lines);
    return JSON.writer(printer).writeValueAsString(schema) + "\n";
  }
}
