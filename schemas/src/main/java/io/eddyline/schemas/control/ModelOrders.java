package io.eddyline.schemas.control;

import io.eddyline.schemas.record.ActiveVersion;
import io.eddyline.schemas.record.Canary;
import io.eddyline.schemas.record.PinnedVersion;
import io.eddyline.schemas.record.Retention;
import io.eddyline.schemas.record.Shadow;
import org.jspecify.annotations.Nullable;

/**
 * What is ordered of one model's versions; null where nothing is.
 *
 * <p>A pin comes before an activation, an activation before the newest version.
 *
 * <p>Threading: immutable.
 */
public record ModelOrders(
    @Nullable PinnedVersion pin,
    @Nullable ActiveVersion active,
    @Nullable Canary canary,
    @Nullable Shadow shadow,
    @Nullable Retention retention) {
  /** Nothing is ordered. */
  public static final ModelOrders NONE = new ModelOrders(null, null, null, null, null);
}
