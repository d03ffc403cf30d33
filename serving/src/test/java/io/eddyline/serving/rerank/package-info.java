/** Tests of {@link io.eddyline.serving.rerank}. */
@NullMarked
package io.eddyline.serving.rerank;

import org.jspecify.annotations.NullMarked;
