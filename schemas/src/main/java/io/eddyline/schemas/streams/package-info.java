/**
 * What every application on Kafka Streams has in common: settings, clients, the pause before a
 * failed thread's successor begins. Called by the learner and by cleaning, which bring Kafka
 * Streams along; who reads records alone needs none of it.
 */
@NullMarked
package io.eddyline.schemas.streams;

import org.jspecify.annotations.NullMarked;
