package io.eddyline.serving.overlay;

import org.jspecify.annotations.Nullable;

/**
 * What the overlay has of an item.
 *
 * <p>Threading: immutable.
 *
 * @param origin of the row or of its removal
 * @param row null once it is removed
 */
record ItemState(RowOrigin origin, @Nullable OverlayItem row) {}
