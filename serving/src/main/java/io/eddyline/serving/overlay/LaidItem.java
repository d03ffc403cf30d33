package io.eddyline.serving.overlay;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.model.LoadedModel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is laid over one item of a version: a newer row, its removal, or nothing any more. Stands in
 * one slot of a version's {@link Chunk}s, and knows what was laid over the item before.
 *
 * <p>Threading: immutable but for the prior, which the writer lets decay.
 */
final class LaidItem implements CurrentItem {
  /* Shorter vectors have no direction. */
  private static final double EMPTY_NORM = 1e-12;

  /** In place of the number of an item that is none of the version's own. */
  static final int UNKNOWN = -1;

  static final Namings[] NOBODY = {};

  static final int NO_LIST = 0;

  private final LoadedModel model;
  private final int row;
  private final String id;
  private final Kind kind;
  private final @Nullable OverlayItem newest;
  private final Namings[] named;
  private final int list;
  private float prior;
  private float affinityFactor;
  private final int slot;
  private final @Nullable LaidItem previous;

  /** What is laid. */
  enum Kind {
    ROW,
    REMOVAL,
    NOTHING
  }

  /**
   * What a slot says of an item.
   *
   * @param newest null unless it is a row
   * @param named its neighbours; empty unless it says some
   * @param list number of the row's list of neighbours among all that were laid, {@link #NO_LIST}
   *     if it has none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Content(
      int row, String id, Kind kind, @Nullable OverlayItem newest, Namings[] named, int list) {
    static Content of(int row, String id, Kind kind) {
      return new Content(row, id, kind, null, NOBODY, NO_LIST);
    }
  }

  /**
   * @param previous what was laid over the same item in an earlier slot, null if nothing was
   */
  LaidItem(LoadedModel model, Content content, int slot, @Nullable LaidItem previous) {
    this.model = model;
    this.row = content.row();
    this.id = content.id();
    this.kind = content.kind();
    this.newest = content.newest();
    this.named = content.named();
    this.list = content.list();
    age();
    this.slot = slot;
    this.previous = previous;
  }

  private float priorByNow(@Nullable OverlayItem of) {
    return of == null
        ? 0
        : model
            .items()
            .priors()
            .prior(of.popularity(), of.trend(), of.origin().partition(), of.popularityClock());
  }

  /** Brings the prior and the factor in affinities to the version's clocks. */
  void age() {
    prior = priorByNow(newest);
    affinityFactor = newest == null ? 0 : Scoring.affinityFactor(popularity());
  }

  Kind kind() {
    return kind;
  }

  int slot() {
    return slot;
  }

  @Nullable LaidItem previous() {
    return previous;
  }

  Content content() {
    return new Content(row, id, kind, newest, named, list);
  }

  /** What its row says of what was visited before it; null if it says nothing. */
  @Nullable RowNeighbours neighbours() {
    return newest == null ? null : newest.neighbours();
  }

  /** Its {@link #neighbours}, in their order; the writer may put others of the same ids there. */
  Namings[] named() {
    return named;
  }

  /** The number of its list of neighbours, {@link #NO_LIST} if its row says none. */
  int list() {
    return list;
  }

  @Override
  public float affinityFactor() {
    return affinityFactor;
  }

  @Override
  public int row() {
    return row;
  }

  @Override
  public String id() {
    return id;
  }

  private boolean isNewcomer() {
    return row >= model.items().count();
  }

  @Override
  public @Nullable String title() {
    if (!isNewcomer()) {
      return model.items().title(row);
    }
    CatalogueEntry entry = model.items().catalogue().newcomer(id);
    return entry == null || entry.title().isEmpty() ? null : entry.title();
  }

  @Override
  public boolean isAvailable() {
    if (!isNewcomer()) {
      return model.items().isAvailable(row);
    }
    CatalogueEntry entry = model.items().catalogue().newcomer(id);
    return entry == null || entry.available();
  }

  @Override
  public boolean passes(Filter filter) {
    return isNewcomer()
        ? model.items().catalogue().passes(filter, id)
        : model.mask(filter).holds(row);
  }

  @Override
  public float popularity() {
    OverlayItem of = newest();
    return model
        .items()
        .priors()
        .popularity(of.popularity(), of.origin().partition(), of.popularityClock());
  }

  @Override
  public float prior() {
    return prior;
  }

  @Override
  public float[] candidate() {
    return normalised(newest().vector());
  }

  @Override
  public float[] history() {
    float[] history = normalised(newest().momentum());
    float[] context = newest().context();
    for (int at = 0; at < history.length; at++) {
      history[at] += context[at];
    }
    return history;
  }

  private OverlayItem newest() {
    return Objects.requireNonNull(newest, "asked of a removed item");
  }

  /** A copy of unit length; one without a direction as it is. */
  private static float[] normalised(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double norm = Math.sqrt(squares);
    float[] unit = vector.clone();
    for (int at = 0; at < unit.length && norm > EMPTY_NORM; at++) {
      unit[at] = (float) (unit[at] / norm);
    }
    return unit;
  }
}
