/** Tests of the gate. */
@NullMarked
package io.eddyline.learner.snapshot.gate;

import org.jspecify.annotations.NullMarked;
