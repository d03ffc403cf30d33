package io.eddyline.schemas.aeron;

import io.aeron.Aeron;
import io.aeron.logbuffer.FragmentHandler;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions to the streams of learners, one each: those that are wanted, with whatever
 * client there is.
 *
 * <p>Nobody waits for the media driver: a subscription is asked for, and polled once it is there.
 * One that was refused or is stuck is ended and asked for again.
 *
 * <p>Threading: {@link #follow} from any thread; the rest by the agent that reads. The handler is
 * called by that agent, {@code lostSession} by the thread that does the client's work.
 */
public final class DeltaSubscriptions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeltaSubscriptions.class);
  private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);
  private static final DeltaSubscription[] NONE = {};

  private final AeronLink link;
  private final int streamId;
  private final FragmentHandler handler;
  private final IntConsumer lostSession;
  private final Map<String, DeltaSubscription> byLearner = new HashMap<>();
  private DeltaSubscription[] polled = NONE;
  private @Nullable Aeron client;
  private Map<String, String> followed = Map.of();
  private long nowNs = System.nanoTime();
  private long nextLookNs = nowNs;
  private volatile Map<String, String> wanted = Map.of();

  /**
   * @param streamId of the model
   * @param handler takes whole batches
   * @param lostSession is told of images that are gone
   */
  public DeltaSubscriptions(
      AeronLink link, int streamId, FragmentHandler handler, IntConsumer lostSession) {
    this.link = link;
    this.streamId = streamId;
    this.handler = handler;
    this.lostSession = lostSession;
  }

  /**
   * From now on exactly these are heard.
   *
   * @param channels by learner
   */
  public void follow(Map<String, String> channels) {
    wanted = Map.copyOf(channels);
  }

  /** A turn begins: asks for what is wanted and not there, and ends what is not wanted. */
  public void keepUp(long timeNs) {
    nowNs = timeNs;
    Aeron now = link.client();
    Map<String, String> channels = wanted;
    boolean isOtherClient = now != client;
    if (!isOtherClient && channels.equals(followed) && areSound()) {
      return;
    }
    client = now;
    followed = channels;
    byLearner.entrySet().removeIf(entry -> ends(entry.getKey(), entry.getValue(), isOtherClient));
    if (now != null) {
      channels.forEach((learner, channel) -> open(now, learner, channel));
    }
    polled = byLearner.values().toArray(NONE);
  }

  /** Whether none is refused or stuck, as far as is looked now and then. */
  private boolean areSound() {
    if (nowNs - nextLookNs < 0) {
      return true;
    }
    nextLookNs = nowNs + LOOK_NS;
    for (DeltaSubscription subscription : polled) {
      if (!subscription.isSound(nowNs)) {
        return false;
      }
    }
    return true;
  }

  private boolean ends(String learner, DeltaSubscription subscription, boolean isOtherClient) {
    boolean isWanted = subscription.channel().equals(followed.get(learner));
    if (isWanted && !isOtherClient && subscription.isSound(nowNs)) {
      return false;
    }
    LOG.debug("not listening to {} at {} any more", learner, subscription.channel());
    subscription.close();
    return true;
  }

  private void open(Aeron now, String learner, String channel) {
    if (!byLearner.containsKey(learner)) {
      LOG.debug("listening to {} at {}", learner, channel);
      byLearner.put(learner, new DeltaSubscription(now, channel, streamId, handler, lostSession));
    }
  }

  /** Hands over what has arrived, of each learner at most so many pieces. */
  public int poll(int fragments) {
    int come = 0;
    for (DeltaSubscription subscription : polled) {
      come += subscription.poll(fragments, nowNs);
    }
    return come;
  }

  /** Streams that arrive. */
  public int connected() {
    int connected = 0;
    for (DeltaSubscription subscription : polled) {
      connected += subscription.imageCount();
    }
    return connected;
  }

  /** Ends all; the agent has ended before. */
  @Override
  public void close() {
    byLearner.values().forEach(DeltaSubscription::close);
    byLearner.clear();
    polled = NONE;
  }
}
