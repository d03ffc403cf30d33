/**
 * Groups of similar items, for graphs that look at a part of a large catalogue only: k-means over
 * the items, clusters of bounded size, and their rows in eight bits. The snapshot writer calls it
 * on the builder's thread; nothing here knows files or ONNX.
 */
@NullMarked
package io.eddyline.learner.snapshot.cluster;

import org.jspecify.annotations.NullMarked;
