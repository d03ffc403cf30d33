/**
 * One learning step, free of any transport: the user side, the item side, what flows between them,
 * and the ranking that serving does. Called by the stream and by the evaluation; each side belongs
 * to the thread of its partition.
 */
@NullMarked
package io.eddyline.learner.train;

import org.jspecify.annotations.NullMarked;
