/**
 * The learner as a Kafka Streams application: the topology, its state and its recovery. Every task
 * is owned by one stream thread; the item replica alone is shared.
 */
@NullMarked
package io.eddyline.learner.stream;

import org.jspecify.annotations.NullMarked;
