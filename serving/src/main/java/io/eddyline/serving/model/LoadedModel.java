package io.eddyline.serving.model;

import ai.onnxruntime.OnnxTensor;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Scoring;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A version that passed every check and can answer: the graph, its bias, and the rows by id.
 *
 * <p>A version without items has no graph and ranks nothing.
 *
 * <p>Threading: immutable but for the catalogue, which {@link #lay} changes under readers, and for
 * {@link #close}, which frees native memory and mapped files and must come after the last use;
 * {@link ModelSlot} sees to it. The two exclude each other.
 */
public final class LoadedModel implements AutoCloseable {
  private static final Ranking NOTHING = new Ranking(new int[0], new float[0]);

  private final Manifest manifest;
  private final ItemRows items;
  private final UserRows users;
  private final @Nullable ScoredGraph graph;
  private final Arena files;

  /**
   * A graph with the bias that every query gets; closed together.
   *
   * @param values the bias's own memory: what is put there is seen by the runs that read it after
   */
  record ScoredGraph(RetrievalGraph graph, OnnxTensor bias, FloatBuffer values) {}

  LoadedModel(
      Manifest manifest, ItemRows items, UserRows users, @Nullable ScoredGraph graph, Arena files) {
    this.manifest = manifest;
    this.items = items;
    this.users = users;
    this.graph = graph;
    this.files = files;
  }

  public Manifest manifest() {
    return manifest;
  }

  /** Name of the model. */
  public String name() {
    return manifest.model();
  }

  public long version() {
    return manifest.version();
  }

  public Scoring scoring() {
    return manifest.scoring();
  }

  /** True for a version without items. */
  public boolean isEmpty() {
    return graph == null;
  }

  public ItemRows items() {
    return items;
  }

  public UserRows users() {
    return users;
  }

  /** The best available items, at most {@code k}, without the query's exclusions. */
  public Ranking rank(RetrievalQuery query, int k) {
    ScoredGraph scored = graph;
    return scored == null
        ? NOTHING
        : scored.graph().rank(query, scored.bias(), Math.min(k, items.count()));
  }

  /**
   * Lays newer entries of the catalogue over those that the version has; nothing once it is closed.
   *
   * <p>An item's bias is one aligned float, written as it is: a run that is under way reads the old
   * value or the new one, the next run the new one.
   */
  public synchronized void lay(Collection<CatalogueEntry> entries) {
    if (isClosed() || entries.isEmpty()) {
      return;
    }
    for (CatalogueEntry entry : entries) {
      int row = items.row(entry.itemId());
      if (row == ItemRows.MISSING) {
        items.catalogue().addNewcomer(entry);
      } else {
        items.catalogue().change(row, entry);
        hideOrShow(row);
      }
    }
    items.catalogue().raiseGeneration();
  }

  private void hideOrShow(int row) {
    if (graph != null) {
      graph
          .values()
          .put(row, items.isAvailable(row) ? items.prior(scoring(), row) : Float.NEGATIVE_INFINITY);
    }
  }

  public synchronized boolean isClosed() {
    return !files.scope().isAlive();
  }

  @Override
  public synchronized void close() {
    if (isClosed()) {
      return;
    }
    if (graph != null) {
      graph.bias().close();
      graph.graph().close();
    }
    files.close();
  }
}
