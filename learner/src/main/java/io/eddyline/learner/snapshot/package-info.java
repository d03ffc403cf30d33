/**
 * Snapshots as files: the rows of a {@link io.eddyline.learner.snapshot.SnapshotSource} become an
 * ONNX graph with external tables, vocabularies, catalogue, probes and manifest. The snapshot
 * builder calls it on its own thread; nothing here knows Kafka.
 */
@NullMarked
package io.eddyline.learner.snapshot;

import org.jspecify.annotations.NullMarked;
