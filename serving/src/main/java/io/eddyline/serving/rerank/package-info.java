/**
 * Rearranges the first items of a ranking: less alike, or sampled. Pure arithmetic, called by the
 * threads that answer.
 */
@NullMarked
package io.eddyline.serving.rerank;

import org.jspecify.annotations.NullMarked;
