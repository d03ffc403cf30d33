/**
 * Orders and verdicts: what operators ask of this process goes to the control topic, where every
 * process finds it, this one among them; what this process finds wrong with a version goes to the
 * verdicts' topic. Called on worker threads that may wait for Kafka, never on an event loop.
 */
@NullMarked
package io.eddyline.serving.control;

import org.jspecify.annotations.NullMarked;
