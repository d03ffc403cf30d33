package io.eddyline.learner.delta;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.eddyline.learner.table.ItemImage;
import io.eddyline.learner.table.ReplicaHints;
import io.eddyline.schemas.delta.DeltaHandler;
import io.eddyline.schemas.delta.DeltaReader;
import io.eddyline.schemas.delta.sbe.ItemRowDecoder;
import io.eddyline.schemas.delta.sbe.RowRemovedDecoder;
import io.eddyline.schemas.delta.sbe.SeenBlockDecoder;
import io.eddyline.schemas.delta.sbe.StreamStartDecoder;
import io.eddyline.schemas.delta.sbe.UserRowDecoder;
import io.eddyline.schemas.delta.sbe.WatermarkDecoder;
import io.eddyline.schemas.error.FormatException;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Hears the item rows of other learners and takes them into the replica, before they are committed.
 * A hint that is lost costs nothing: the row comes with the log.
 *
 * <p>Threading: the agent's.
 */
final class ItemHints implements FragmentHandler, DeltaHandler {
  private final ReplicaHints hints;
  private final DeltaMetrics metrics;
  private final long publisher;
  private final ItemImage image;
  private final UnsafeBuffer vector;
  private final DeltaReader reader = new DeltaReader();

  /**
   * @param publisher of this process, whose own rows are in the replica
   */
  ItemHints(ReplicaHints hints, int dimension, DeltaMetrics metrics, long publisher) {
    this.hints = hints;
    this.metrics = metrics;
    this.publisher = publisher;
    this.image = new ItemImage(dimension);
    this.vector = new UnsafeBuffer(new byte[dimension * Float.BYTES]);
  }

  @Override
  public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
    take(buffer, offset, length);
  }

  /** Takes what is for the replica out of a batch. */
  void take(DirectBuffer batch, int offset, int length) {
    try {
      reader.read(batch, offset, length, this);
    } catch (FormatException e) {
      metrics.countUnsoundHint();
    }
  }

  @Override
  public void onItemRow(ItemRowDecoder message) {
    if (message.place().publisher() == publisher) {
      return;
    }
    image.partition = message.place().partition();
    image.epoch = message.place().epoch();
    image.updates = message.updates();
    image.popularity = message.popularity();
    image.trend = message.trend();
    image.popularityClock = message.popularityClock();
    image.trainedPairs = message.trainedPairs();
    image.ordinal = message.ordinal();
    if (message.vectorLength() != vector.capacity()) {
      metrics.countUnsoundHint();
      return;
    }
    int _ = message.getVector(vector, 0, vector.capacity());
    copy(image.vector);
    int _ = message.getMomentum(vector, 0, vector.capacity());
    copy(image.momentum);
    int _ = message.getContext(vector, 0, vector.capacity());
    copy(image.context);
    if (hints.apply(message.itemId(), image)) {
      metrics.countHint();
    }
  }

  private void copy(float[] target) {
    for (int k = 0; k < target.length; k++) {
      target[k] = vector.getFloat(k * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
    }
  }

  @Override
  public void onStreamStart(StreamStartDecoder message) {}

  @Override
  public void onUserRow(UserRowDecoder message) {}

  @Override
  public void onSeenBlock(SeenBlockDecoder message) {}

  @Override
  public void onRowRemoved(RowRemovedDecoder message) {}

  @Override
  public void onWatermark(WatermarkDecoder message) {}

  @Override
  public void onUnknown(int templateId) {}
}
