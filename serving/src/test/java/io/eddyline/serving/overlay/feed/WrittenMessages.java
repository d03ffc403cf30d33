package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.delta.DeltaBatch;
import io.eddyline.schemas.delta.DeltaStream;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages of the kinds that come all the time, each with the next input. */
final class WrittenMessages {
  static final int IDS = 50;
  static final int HISTORY = 20;
  static final int DIMENSION = 16;

  private final DeltaStream stream;
  private final DeltaBatch batch = new DeltaBatch();
  private final byte[] vector = new byte[DIMENSION * Float.BYTES];
  private long input;

  WrittenMessages(DeltaStream stream) {
    this.stream = stream;
  }

  /** Of the message that was written last. */
  long input() {
    return input;
  }

  /** The message that was written last, until the next one. */
  DeltaBatch batch() {
    return batch;
  }

  /** A copy of the message that was written last. */
  UnsafeBuffer copy() {
    byte[] bytes = new byte[batch.length()];
    batch.buffer().getBytes(0, bytes);
    return new UnsafeBuffer(bytes);
  }

  private void begin() {
    batch.clear();
    input++;
  }

  void watermark() {
    begin();
    var message = batch.beginWatermark(stream).appliedInput(input).livePairs(0).atMs(input);
    var sources = message.sourcesCount(4);
    for (int source = 0; source < 4; source++) {
      sources.next().partition(source).offset(input);
    }
    batch.end(message, stream);
  }

  void user() {
    begin();
    var message = batch.beginUserRow(stream);
    message
        .updates(input)
        .appliedInput(input)
        .appendedAtMs(100)
        .cleanedAtMs(200)
        .trainedAtMs(300)
        .firstSeenBlock(0)
        .nextSeenBlock(0);
    var history = message.historyCount(HISTORY);
    for (int item = 0; item < HISTORY; item++) {
      history.next().weight(1).eventTimeMs(1).itemId("item-" + item);
    }
    var seen = message.seenTailCount(HISTORY);
    for (int item = 0; item < HISTORY; item++) {
      seen.next().itemId("item-" + item);
    }
    message.putVector(vector, 0, vector.length).userId("user-" + input % IDS);
    batch.end(message, stream);
  }

  void item() {
    begin();
    var message = batch.beginItemRow(stream);
    message
        .updates(input)
        .appliedInput(input)
        .popularity((double) input)
        .trend(1)
        .popularityClock(input)
        .trainedPairs(1)
        .ordinal(0)
        .putVector(vector, 0, vector.length)
        .putMomentum(vector, 0, vector.length)
        .putContext(vector, 0, vector.length)
        .itemId("item-" + input % IDS)
        .putNeighbours(vector, 0, 0);
    batch.end(message, stream);
  }
}
