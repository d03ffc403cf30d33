package io.eddyline.schemas.snapshot;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.util.Map;

/**
 * One line of {@code catalogue.ndjson}.
 *
 * @param itemId the item
 * @param title for people, may be empty
 * @param attributes name to string, number, boolean or list
 * @param available false hides the item from every answer
 */
public record CatalogueEntry(
    @JsonProperty("item_id") String itemId,
    String title,
    Map<String, Object> attributes,
    boolean available) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (IOException e) {
      throw new IllegalStateException("a catalogue entry is plain data", e);
    }
  }

  /**
   * Reads a line.
   *
   * @throws FormatException if it is not an entry
   */
  public static CatalogueEntry fromJson(String line) {
    try {
      CatalogueEntry entry = JSON.readValue(line, CatalogueEntry.class);
      if (entry == null || entry.itemId == null || entry.title == null) {
        throw new FormatException("catalogue line lacks item_id or title");
      }
      return entry;
    } catch (IOException e) {
      throw new FormatException("catalogue line is not readable: " + e.getMessage(), e);
    }
  }

  /** The attributes of an item's record, a JSON object or nothing. */
  public static Map<String, Object> attributes(String json) {
    try {
      return json.isEmpty() ? Map.of() : JSON.readValue(json, new TypeReference<>() {});
    } catch (IOException e) {
      throw new FormatException("attributes are not a JSON object: " + e.getMessage(), e);
    }
  }
}
