package io.eddyline.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue entry.
 *
 * @param itemId null where the call names the item
 * @param attributes name to string, number, boolean or a list of them
 * @param available false hides the item from every answer; null is true
 */
public record CatalogueItem(
    @Nullable String itemId,
    @Nullable String title,
    @Nullable Map<String, Object> attributes,
    @Nullable Boolean available) {}
