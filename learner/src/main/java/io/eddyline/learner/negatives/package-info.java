/**
 * Where negatives and replays come from: the queues of momentum keys (MoCo, He et al. 2020) and the
 * reservoir of past events. Used by the training sides and by the state that logs and restores
 * them. Everything belongs to the thread of its partition.
 */
@NullMarked
package io.eddyline.learner.negatives;

import org.jspecify.annotations.NullMarked;
