/** Tests of {@link io.eddyline.serving.filter}. */
@NullMarked
package io.eddyline.serving.filter;

import org.jspecify.annotations.NullMarked;
