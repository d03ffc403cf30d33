/** jcstress tests of the model slot; run by the profile {@code jcstress}. */
@NullMarked
package io.eddyline.serving.model;

import org.jspecify.annotations.NullMarked;
