package io.eddyline.schemas.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.schemas.Identifiers;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.Item;
import io.eddyline.schemas.serde.RecordSerdes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  public CatalogueEntry {
    attributes = attributes == null ? Map.of() : attributes;
  }

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

  /**
   * The item that a record of the catalogue's topic is about.
   *
   * @throws FormatException if the key is none or no id
   */
  public static String id(byte @Nullable [] key) {
    if (key == null) {
      throw new FormatException("catalogue record without a key");
    }
    String id = new String(key, StandardCharsets.UTF_8);
    String fault = Identifiers.fault(id);
    if (fault != null) {
      throw new FormatException("catalogue key " + fault);
    }
    return id;
  }

  /** What is left of an item that was deleted. */
  private static CatalogueEntry deleted(String id) {
    return new CatalogueEntry(id, "", Map.of(), false);
  }

  /** Whether the entry says no more than that of a deleted item. */
  @JsonIgnore
  public boolean isDeleted() {
    return equals(deleted(itemId));
  }

  /**
   * The entry in a record of the catalogue's topic. A tombstone is an entry too: the item is not
   * available and nothing else is known of it, so that a row that outlives it is not answered.
   *
   * @throws FormatException if the value is not readable
   */
  public static CatalogueEntry of(String id, byte @Nullable [] value) {
    if (value == null) {
      return deleted(id);
    }
    Item item = RecordSerdes.ITEM.decode(value);
    return new CatalogueEntry(
        id, item.getTitle(), attributes(item.getAttributesJson()), item.getAvailable());
  }

  /** The attributes of an item's record, a JSON object or nothing. */
  private static Map<String, Object> attributes(String json) {
    if (json.isEmpty()) {
      return Map.of();
    }
    try {
      Map<String, Object> attributes = JSON.readValue(json, new TypeReference<>() {});
      if (attributes == null) {
        throw new FormatException("attributes are null, expected a JSON object");
      }
      return attributes;
    } catch (IOException e) {
      throw new FormatException("attributes are not a JSON object: " + e.getMessage(), e);
    }
  }
}
