package io.eddyline.serving.overlay.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of what a reading of the log brings, in the log's order.
 *
 * @param reading number of the reading, given when it was ordered
 * @param entries what was committed
 * @param mark the progress record that covers everything up to here, null if it comes later
 * @param ended whether the end that the log had at the start has been read
 */
record LogPiece(
    RowPartition partition,
    long reading,
    List<LogEntry> entries,
    @Nullable AppliedMark mark,
    boolean ended) {}
