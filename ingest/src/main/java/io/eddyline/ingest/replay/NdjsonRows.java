package io.eddyline.ingest.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.eddyline.ingest.event.JsonFields;
import io.eddyline.ingest.event.Refusal;
import java.io.BufferedReader;
import java.io.IOException;

/**
 * Event objects, one a line. Of their fields, those that a data set knows are kept: user, item,
 * type, timestamp and value. A line without a timestamp has its line number for one.
 */
final class NdjsonRows {
  private static final ObjectReader JSON = JsonMapper.builder().build().reader();

  private NdjsonRows() {}

  /** Adds the rows of one file. */
  static void read(String file, BufferedReader lines, EventTableBuilder events) throws IOException {
    String line;
    for (int number = 1; (line = lines.readLine()) != null; number++) {
      if (!line.isBlank()) {
        add(file, number, line, events);
      }
    }
  }

  private static void add(String file, int number, String line, EventTableBuilder events) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      events.bad(file, number, "not JSON: " + e.getOriginalMessage());
      return;
    }
    if (!json.isObject()) {
      events.bad(file, number, "not a JSON object");
      return;
    }
    JsonFields fields = new JsonFields(json);
    String user = fields.requiredText("user_id");
    String item = fields.requiredText("item_id");
    String type = fields.requiredText("type");
    Long timestampMs = fields.timestampMs("timestamp");
    Double value = fields.number("value");
    Refusal fault = fields.fault();
    if (fault != null) {
      events.bad(file, number, fault.detail());
      return;
    }
    events.add(
        file,
        number,
        new SourceEvent(
            user,
            item,
            type,
            timestampMs == null ? number : timestampMs,
            value == null ? Double.NaN : value));
  }
}
