/**
 * Where negatives and replays come from: the queues of momentum keys (MoCo, He et al. 2020), lists
 * of hard negatives mined from them, and the reservoir of past events. Used by the training sides
 * and by the state that logs and restores them. Everything belongs to the thread of its partition,
 * but for a mining episode while it is handed to the miner's.
 */
@NullMarked
package io.eddyline.learner.negatives;

import org.jspecify.annotations.NullMarked;
