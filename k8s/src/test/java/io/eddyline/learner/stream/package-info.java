/** The learner's topology for tests of several tiers, without a broker; one thread. */
@NullMarked
package io.eddyline.learner.stream;

import org.jspecify.annotations.NullMarked;
