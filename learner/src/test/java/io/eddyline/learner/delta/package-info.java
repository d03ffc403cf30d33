/** Tests of the delta stream's sending end, and a bench on which others put their tasks. */
@NullMarked
package io.eddyline.learner.delta;

import org.jspecify.annotations.NullMarked;
