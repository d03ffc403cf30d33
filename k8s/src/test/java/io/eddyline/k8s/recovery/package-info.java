/**
 * The learner on a real broker: standbys, failover, a broker that goes and comes, restore rates.
 */
@NullMarked
package io.eddyline.k8s.recovery;

import org.jspecify.annotations.NullMarked;
