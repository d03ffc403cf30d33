package io.eddyline.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What serving knows of an item.
 *
 * @param attributes as the catalogue has them
 * @param available false if it is hidden from every answer
 * @param ranked whether it can be recommended
 * @param popularity decayed, in events; null if it is not ranked
 */
public record ItemFacts(
    String itemId,
    @Nullable String title,
    Map<String, Object> attributes,
    boolean available,
    boolean ranked,
    @Nullable Double popularity,
    Version model) {
  /** The version that answered. */
  public record Version(String name, String version) {}
}
