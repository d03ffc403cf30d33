/**
 * A thread that owns a Kafka consumer and reads topics from offsets of its own, without a group.
 * Used by what follows a topic: catalogue, rows, learners. Started and closed by its owner.
 */
@NullMarked
package io.eddyline.serving.consumer;

import org.jspecify.annotations.NullMarked;
