package io.eddyline.learner.snapshot;

import io.eddyline.learner.snapshot.GraphWriter.TableShapes;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.SnapshotDraft;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the graphs of a version: the exact one alone, or for a large catalogue beside it one that
 * looks at clusters.
 *
 * <p>Threading: the builder's thread.
 */
final class RetrievalWriter {
  private static final Logger LOG = LoggerFactory.getLogger(RetrievalWriter.class);

  private final RetrievalSettings settings;
  private final Answers.@Nullable Loader loader;
  private final SnapshotStore store;

  /**
   * @param loader of graphs; null: recall cannot be measured, every version is exact
   * @param store that earlier versions stand in
   */
  RetrievalWriter(
      RetrievalSettings settings, Answers.@Nullable Loader loader, SnapshotStore store) {
    this.settings = settings;
    this.loader = loader;
    this.store = store;
  }

  /**
   * Writes the graphs of a version with items, whose other tables are in the draft already.
   *
   * @return what the graph looks at, null if every item
   */
  Manifest.@Nullable Retrieval write(
      SnapshotSource source, SnapshotHeader header, SnapshotDraft draft) throws IOException {
    TableShapes shapes =
        new TableShapes(
            source.itemCount(),
            source.userCount() + 1,
            source.dimension(),
            source.neighbourCount());
    GraphWriter.write(draft.file(SnapshotFiles.MODEL), shapes, header.scoring());
    if (loader == null || !settings.clusters(source.itemCount())) {
      return null;
    }
    Files.move(draft.file(SnapshotFiles.MODEL), draft.file(SnapshotFiles.EXACT_MODEL));
    Optional<Manifest.Retrieval> retrieval =
        new ClusteredVersion(source, header, shapes, draft)
            .write(
                settings,
                loader,
                EarlierClusters.means(
                    store, header, source.dimension(), ItemPoints.stride(source.dimension())));
    if (retrieval.isEmpty()) {
      LOG.warn(
          "snapshot {} of {} looks at every item: clusters do not give recall {}",
          header.version(),
          header.model(),
          settings.recall());
      for (String name : SnapshotFiles.OF_CLUSTERS) {
        Files.deleteIfExists(draft.file(name));
      }
      Files.deleteIfExists(draft.file(SnapshotFiles.MODEL));
      Files.move(draft.file(SnapshotFiles.EXACT_MODEL), draft.file(SnapshotFiles.MODEL));
    }
    return retrieval.orElse(null);
  }
}
