/**
 * Eddyline as a cluster on one machine: three brokers and the tiers, each a process of its own that
 * can be killed, stopped and started. Used by the tests of this package and by the runners of
 * {@code io.eddyline.k8s.bench}; everything here belongs to the thread of the test.
 */
@NullMarked
package io.eddyline.k8s.cluster;

import org.jspecify.annotations.NullMarked;
