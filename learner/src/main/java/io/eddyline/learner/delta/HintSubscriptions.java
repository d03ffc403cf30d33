package io.eddyline.learner.delta;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.eddyline.schemas.aeron.DeltaChannels;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions to the deltas of other learners, one each.
 *
 * <p>Threading: changed and closed by the presence thread, read by the agent, which may poll one
 * that was just closed: that gives nothing.
 */
final class HintSubscriptions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HintSubscriptions.class);

  private final Aeron aeron;
  private final String endpoint;
  private final int streamId;
  private final Map<String, Subscription> byControl = new TreeMap<>();
  private volatile Subscription[] current = {};

  /**
   * @param endpoint {@code host:port} at which rows arrive; port 0 takes a free one for each
   * @param streamId of the model
   */
  HintSubscriptions(Aeron aeron, String endpoint, int streamId) {
    this.streamId = streamId;
    this.aeron = aeron;
    this.endpoint = endpoint;
  }

  /** From now on exactly these are heard. */
  void follow(Set<String> controls) {
    byControl
        .entrySet()
        .removeIf(
            known -> {
              boolean isGone = !controls.contains(known.getKey());
              if (isGone) {
                LOG.info("the learner at {} is not heard any more", known.getKey());
                known.getValue().close();
              }
              return isGone;
            });
    for (String control : controls) {
      if (!byControl.containsKey(control)) {
        LOG.info("the learner at {} is heard", control);
        byControl.put(
            control,
            aeron.addSubscription(DeltaChannels.subscription(control, endpoint), streamId));
      }
    }
    current = byControl.values().toArray(Subscription[]::new);
  }

  /** Those of now; not to be changed. */
  Subscription[] current() {
    return current;
  }

  @Override
  public void close() {
    follow(Set.of());
  }
}
