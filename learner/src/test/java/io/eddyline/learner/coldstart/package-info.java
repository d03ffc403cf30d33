/** First vectors of new items: where they come from, and that they come in time. */
@NullMarked
package io.eddyline.learner.coldstart;

import org.jspecify.annotations.NullMarked;
