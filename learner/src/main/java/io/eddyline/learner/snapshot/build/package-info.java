/**
 * Follows the row topics and decides when their rows become the next snapshot. One thread owns
 * everything here.
 */
@NullMarked
package io.eddyline.learner.snapshot.build;

import org.jspecify.annotations.NullMarked;
