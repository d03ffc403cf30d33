package io.eddyline.learner.delta;

import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaSubscriptions;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * What the sending thread does for Aeron at each turn, after it has sent: it hears the other
 * learners, and carries what was sent on to the network.
 *
 * <p>Threading: the agent's.
 */
final class AeronDuty implements Agent {
  private static final int FRAGMENTS_A_TURN = 20;

  private final AeronLink link;
  private final DeltaSubscriptions others;
  private final NanoClock clock;

  /**
   * @param others closed with this
   */
  AeronDuty(AeronLink link, DeltaSubscriptions others, NanoClock clock) {
    this.link = link;
    this.others = others;
    this.clock = clock;
  }

  @Override
  public int doWork() {
    others.keepUp(clock.nanoTime());
    return others.poll(FRAGMENTS_A_TURN) + link.drive();
  }

  @Override
  public void onClose() {
    others.close();
  }

  @Override
  public String roleName() {
    return "learner-aeron";
  }
}
