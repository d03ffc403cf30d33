/** The snapshot builder for tests of several tiers, without a broker; one thread. */
@NullMarked
package io.eddyline.learner.snapshot.build;

import org.jspecify.annotations.NullMarked;
