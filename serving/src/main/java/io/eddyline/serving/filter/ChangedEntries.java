package io.eddyline.serving.filter;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import java.util.function.BiConsumer;

/**
 * The catalogue's entries that are newer than a version's own.
 *
 * <p>Threading: read from any thread. Whoever reads the generation first and the entries then sees
 * all changes of that generation.
 */
public interface ChangedEntries {
  /** Nothing ever changes. */
  ChangedEntries NONE =
      new ChangedEntries() {
        @Override
        public long generation() {
          return 0;
        }

        @Override
        public void forEachChanged(BiConsumer<Integer, CatalogueEntry> reader) {}
      };

  /** Rises with each batch of changes; 0 before the first. */
  long generation();

  /** Each row whose entry is newer, with the newest one. */
  void forEachChanged(BiConsumer<Integer, CatalogueEntry> reader);
}
