package io.eddyline.serving.retrieve;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.CurrentModel;
import io.eddyline.serving.retrieve.Recommendation.Source;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an item.
 *
 * @param title null if there is none
 * @param attributes as the catalogue has them, none without an entry
 * @param available false if it is hidden from every answer
 * @param ranked whether there is a row for it, so that it can be recommended
 * @param popularity decayed, in events; null without a row
 */
public record ItemFacts(
    String itemId,
    @Nullable String title,
    Map<String, Object> attributes,
    boolean available,
    boolean ranked,
    @Nullable Float popularity,
    Source source) {

  /**
   * Reads the catalogue's entry, possibly from the disk.
   *
   * @throws SimilarItems.UnknownItemException if neither rows nor catalogue know the item
   */
  public static ItemFacts of(CurrentModel model, String itemId) {
    CurrentItem item = model.items().find(itemId);
    CatalogueEntry entry = model.version().items().entry(itemId);
    if (item == null && entry == null) {
      throw new SimilarItems.UnknownItemException(itemId);
    }
    return new ItemFacts(
        itemId,
        entry == null || entry.title().isEmpty() ? null : entry.title(),
        entry == null ? Map.of() : entry.attributes(),
        entry == null || entry.available(),
        item != null,
        item == null ? null : Float.valueOf(item.popularity()),
        Sources.of(model));
  }
}
