/**
 * What tells whether the learnt state is sound: how many dimensions the vectors use, how their
 * lengths move, whether the stream has changed, and what a new version has lost of the old one's
 * hits. Called by the stream and the snapshot builder at their reporting intervals; every object
 * belongs to the thread of its owner.
 */
@NullMarked
package io.eddyline.learner.health;

import org.jspecify.annotations.NullMarked;
