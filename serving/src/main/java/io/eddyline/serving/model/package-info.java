/**
 * Models: loading, checking and swapping of snapshots. The watcher's thread loads and swaps;
 * request threads hold leases on what is current and only read.
 */
@NullMarked
package io.eddyline.serving.model;

import org.jspecify.annotations.NullMarked;
