package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaSubscriptions;

/**
 * The learners' streams, as the agent reads them: what the network brought is carried on by the
 * agent itself, and handed over in the same turn.
 *
 * <p>Threading: the overlay agent.
 */
record LearnerStreams(AeronLink link, DeltaSubscriptions subscriptions) {
  private static final int FRAGMENTS_A_POLL = 64;

  /** Hands over what has arrived, of each learner a bounded part. */
  int poll(long nowNs) {
    subscriptions.keepUp(nowNs);
    int work = link.drive();
    return work + subscriptions.poll(FRAGMENTS_A_POLL);
  }

  /** Learners that are heard. */
  int connected() {
    return subscriptions.connected();
  }
}
