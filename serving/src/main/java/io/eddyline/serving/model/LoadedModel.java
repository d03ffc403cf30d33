package io.eddyline.serving.model;

import ai.onnxruntime.OnnxTensor;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.filter.FilterMasks;
import io.eddyline.serving.filter.RowMask;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A version that passed every check and can answer: the graph, its bias, and the rows by id.
 *
 * <p>A version without items has no graph and ranks nothing.
 *
 * <p>Threading: immutable but for the catalogue, which {@link #lay} changes under readers, for the
 * priors, which {@link #age} does, and for {@link #close}, which frees native memory and mapped
 * files and must come after the last use; {@link ModelSlot} sees to it. These exclude each other.
 */
public final class LoadedModel implements AutoCloseable {
  private final Manifest manifest;
  private final ItemRows items;
  private final UserRows users;
  private final EmbeddingTables tables;
  private final FilterMasks masks;
  private final @Nullable ScoredGraph graph;
  private final Arena files;
  private final PriorSweep sweep;
  /* Rows that the graph must not answer, since newer ones are laid over them. */
  private final BitSet covered = new BitSet();

  /**
   * A graph with the bias that every query gets, and those of single queries; closed together.
   *
   * @param bias of every query that has none of its own
   * @param queue of the queries that wait for the graph
   * @param values the bias's own memory: what is put there is seen by the runs that read it after
   * @param pool biases of single queries
   */
  record ScoredGraph(
      RetrievalGraph graph, OnnxTensor bias, FloatBuffer values, BiasPool pool, RankingQueue queue)
      implements AutoCloseable {
    @Override
    public void close() {
      try (graph;
          bias;
          pool) {
        // each, whatever becomes of the others
      }
    }
  }

  LoadedModel(
      Manifest manifest,
      ItemRows items,
      UserRows users,
      EmbeddingTables tables,
      @Nullable ScoredGraph graph,
      Arena files) {
    this.manifest = manifest;
    this.items = items;
    this.users = users;
    this.tables = tables;
    this.masks =
        new FilterMasks(new CatalogueAttributes(items, items.attributes()), items.catalogue());
    this.graph = graph;
    this.files = files;
    this.sweep = new PriorSweep(items, graph == null ? null : graph.values());
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

  public EmbeddingTables tables() {
    return tables;
  }

  /** The rows that a filter accepts, available or not. */
  public RowMask mask(Filter filter) {
    return masks.mask(filter);
  }

  /**
   * A bias of the version's own values for one query, to be closed after it.
   *
   * @param mask hides the rows that are not in it, null for none
   * @throws IllegalStateException if the version is empty
   */
  public QueryBias bias(@Nullable RowMask mask) {
    ScoredGraph scored = graph;
    if (scored == null) {
      throw new IllegalStateException("version %d has no items to bias".formatted(version()));
    }
    return scored.pool().borrow(mask);
  }

  /** The best items under a bias of the query's own, at most {@code k}, without its exclusions. */
  public Ranking rank(RetrievalQuery query, QueryBias bias, int k) {
    ScoredGraph scored = graph;
    return scored == null
        ? Ranking.NONE
        : scored.queue().rank(query, bias.tensor(), Math.min(k, items.count()));
  }

  /** The best available items, at most {@code k}, without the query's exclusions. */
  public Ranking rank(RetrievalQuery query, int k) {
    ScoredGraph scored = graph;
    return scored == null ? Ranking.NONE : scored.queue().rank(query, Math.min(k, items.count()));
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

  /** Hides rows from the graph, available or not, until they are uncovered. */
  public synchronized void cover(BitSet rows) {
    if (!isClosed()) {
      covered.or(rows);
      rows.stream().forEach(this::hideOrShow);
    }
  }

  /** Shows the graph what was covered, where it is available. */
  public synchronized void uncover(BitSet rows) {
    if (!isClosed()) {
      covered.andNot(rows);
      rows.stream().forEach(this::hideOrShow);
    }
  }

  private void hideOrShow(int row) {
    if (graph != null) {
      boolean shown = items.isAvailable(row) && !covered.get(row);
      graph.values().put(row, shown ? items.priors().prior(row) : Float.NEGATIVE_INFINITY);
    }
  }

  /**
   * Takes the clocks of the item partitions, by which {@link #age} brings the priors of the rows to
   * the present.
   *
   * @return whether any has moved; never once it is closed or if the version does not say how its
   *     priors decay
   */
  public synchronized boolean advance(PairClocks clocks) {
    return !isClosed() && sweep.begin(clocks);
  }

  /**
   * Goes on towards the present, for so many rows at most: those that are hidden stay hidden, and
   * have the priors of the present when they are shown.
   *
   * @return whether there is nothing left to do
   */
  public synchronized boolean age(int rows) {
    return isClosed() || sweep.step(rows);
  }

  /** Holds the catalogue's entry of an item without a row ready, where requests look for it. */
  public synchronized void admit(String itemId) {
    if (!isClosed()) {
      items.admit(itemId);
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
    try (files;
        graph) {
      // the files after the graph, whatever becomes of it
    }
  }
}
