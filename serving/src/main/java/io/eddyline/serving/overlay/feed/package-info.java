/**
 * How changed rows come to the overlay: from learners over Aeron, and from the row topics where the
 * stream has a hole or is not there. Started and closed by the serving tier's composition root; the
 * thread {@code serving-overlay} owns streams and rows, {@code serving-overlay-catchup} the topics.
 */
@NullMarked
package io.eddyline.serving.overlay.feed;

import org.jspecify.annotations.NullMarked;
