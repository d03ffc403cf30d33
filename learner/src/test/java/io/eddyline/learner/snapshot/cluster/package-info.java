/** Tests of the clusters. */
@NullMarked
package io.eddyline.learner.snapshot.cluster;

import org.jspecify.annotations.NullMarked;
