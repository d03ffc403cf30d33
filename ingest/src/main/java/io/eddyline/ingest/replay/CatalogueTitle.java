package io.eddyline.ingest.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item of a title file.
 *
 * @param title empty if the file has none
 * @param year of release, or null
 */
public record CatalogueTitle(
    String itemId, String title, List<String> genres, @Nullable Integer year) {
  public CatalogueTitle {
    genres = List.copyOf(genres);
  }
}
