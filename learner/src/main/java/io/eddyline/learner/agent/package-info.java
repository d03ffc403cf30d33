/**
 * Work on a thread of its own that goes on after a failure. The agents of snapshots and attribution
 * are made of it; the thread is the agent's, started and closed by the composition root.
 */
@NullMarked
package io.eddyline.learner.agent;

import org.jspecify.annotations.NullMarked;
