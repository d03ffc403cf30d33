/** Tests of studies. */
@NullMarked
package io.eddyline.learner.evaluate.study;

import org.jspecify.annotations.NullMarked;
