package io.eddyline.serving.overlay;

/**
 * Where a row comes from.
 *
 * @param partition of its side
 * @param appliedInput offset that the row goes up to in its task's input: of {@code interactions}
 *     on the user side, of {@code item-updates} on the item side
 */
public record RowOrigin(int partition, RowVersion version, long appliedInput) {
  /** The same, of a row that goes up to another input. */
  RowOrigin upTo(long input) {
    return new RowOrigin(partition, version, input);
  }
}
