package io.eddyline.schemas.aeron;

import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.FragmentHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscription to one learner's stream, from when it is asked for.
 *
 * <pre>
 *   ASKED ---> OPEN       the driver has it
 *         ---> REFUSED    the driver cannot have it: no such host, port taken
 * </pre>
 *
 * <p>A reader that was away for long finds itself so far behind that the learner has nothing of it
 * any more. Its driver asks for that in vain, and hands over nothing that comes later, until it
 * takes the stream for dead, after ten seconds and more: the stream is stuck. It is told from one
 * that has nothing to say by time alone, since learners with tasks repeat their watermarks; a new
 * subscription begins where the learner is.
 *
 * <p>Threading: the agent that reads.
 */
final class DeltaSubscription implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeltaSubscription.class);

  private static final long STUCK_AFTER_NS = TimeUnit.SECONDS.toNanos(2);

  private final Aeron client;
  private final String channel;
  private final FragmentAssembler assembler;
  private final long registration;
  private @Nullable Subscription subscription;
  private boolean isRefused;
  private boolean isQuiet;
  private long quietSinceNs;

  /**
   * @param handler takes whole batches
   * @param lostSession is told of images that are gone
   */
  DeltaSubscription(
      Aeron client,
      String channel,
      int streamId,
      FragmentHandler handler,
      IntConsumer lostSession) {
    this.client = client;
    this.channel = channel;
    this.assembler = new FragmentAssembler(handler);
    this.registration =
        client.asyncAddSubscription(
            channel, streamId, _ -> {}, image -> lostSession.accept(image.sessionId()));
  }

  String channel() {
    return channel;
  }

  /** Whether it is not refused, nor stuck: streams arrive of which nothing has come for long. */
  boolean isSound(long nowNs) {
    boolean isStuck = isQuiet && nowNs - quietSinceNs > STUCK_AFTER_NS && imageCount() > 0;
    return !isRefused && !isStuck;
  }

  int poll(int fragments, long nowNs) {
    if (subscription == null) {
      return look();
    }
    int come = subscription.poll(assembler, fragments);
    if (come > 0) {
      isQuiet = false;
    } else if (!isQuiet) {
      isQuiet = true;
      quietSinceNs = nowNs;
    }
    return come;
  }

  private int look() {
    if (isRefused) {
      return 0;
    }
    try {
      subscription = client.getSubscription(registration);
    } catch (AeronException e) {
      isRefused = true;
      LOG.warn("{} cannot be listened to: {}", channel, e.getMessage());
    }
    return 0;
  }

  /** Streams that arrive. */
  int imageCount() {
    return subscription == null ? 0 : subscription.imageCount();
  }

  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    } else if (!isRefused && !client.isClosed()) {
      client.asyncRemoveSubscription(registration);
    }
  }
}
