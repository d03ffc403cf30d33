package io.eddyline.serving.overlay.feed;

import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import org.agrona.CloseHelper;

/**
 * The subscriptions to the learners' streams.
 *
 * <p>Threading: {@link #poll} by the overlay agent; {@link #listen} and {@link #leave} by the
 * thread that follows the learners, which may wait for the media driver.
 */
final class LearnerStreams implements AutoCloseable {
  private static final int FRAGMENTS_A_POLL = 64;

  private final Aeron aeron;
  private final int streamId;
  private final FragmentHandler handler;
  private final IntConsumer lostSession;
  private final Map<String, Stream> byLearner = new ConcurrentHashMap<>();
  private final List<Stream> streams = new CopyOnWriteArrayList<>();

  private record Stream(Subscription subscription, FragmentAssembler assembler) {}

  /**
   * @param streamId of the model
   * @param handler takes whole batches
   * @param lostSession is told of images that are gone, by Aeron's conductor thread
   */
  LearnerStreams(Aeron aeron, int streamId, FragmentHandler handler, IntConsumer lostSession) {
    this.streamId = streamId;
    this.aeron = aeron;
    this.handler = handler;
    this.lostSession = lostSession;
  }

  /** Hears a learner on a channel. */
  void listen(String learner, String channel) {
    leave(learner);
    Subscription subscription =
        aeron.addSubscription(
            channel, streamId, _ -> {}, image -> lostSession.accept(image.sessionId()));
    Stream stream = new Stream(subscription, new FragmentAssembler(handler));
    byLearner.put(learner, stream);
    streams.add(stream);
  }

  /** Hears a learner no more. */
  void leave(String learner) {
    Stream stream = byLearner.remove(learner);
    if (stream != null) {
      streams.remove(stream);
      stream.subscription().close();
    }
  }

  /** Hands over what has arrived, of each learner a bounded part. */
  int poll() {
    int fragments = 0;
    for (Stream stream : streams) {
      fragments += stream.subscription().poll(stream.assembler(), FRAGMENTS_A_POLL);
    }
    return fragments;
  }

  /** Learners that are heard. */
  int connected() {
    int connected = 0;
    for (Stream stream : streams) {
      connected += stream.subscription().imageCount();
    }
    return connected;
  }

  @Override
  public void close() {
    for (Stream stream : streams) {
      CloseHelper.quietClose(stream.subscription());
    }
    streams.clear();
    byLearner.clear();
  }
}
