package io.eddyline.serving.overlay.feed;

import static java.util.Objects.requireNonNull;

import io.aeron.Publication;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.delta.DeltaBatch;
import io.eddyline.schemas.delta.DeltaStream;
import io.eddyline.schemas.delta.sbe.Side;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A learner's streams, over Aeron, message by message. */
final class SimulatedLearner implements AutoCloseable {
  private static final String ANY_PORT = "127.0.0.1:0";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final AeronLink aeron;
  private final Publication publication;
  private final DeltaBatch batch = new DeltaBatch();
  private final boolean waits;
  private DeltaStream stream;

  /** Whose messages all arrive: it waits for readers. */
  SimulatedLearner(AeronLink aeron, String channel, long epoch) {
    this(aeron, channel, "main", epoch, true);
  }

  private SimulatedLearner(
      AeronLink aeron, String channel, String model, long epoch, boolean waits) {
    this.aeron = aeron;
    this.publication =
        requireNonNull(aeron.client()).addPublication(channel, DeltaChannels.streamId(model));
    this.stream = streamOf(Side.USER, epoch);
    this.waits = waits;
  }

  /** Over UDP, who drops what readers have no room for. */
  static SimulatedLearner overUdp(AeronLink aeron, long epoch) {
    return new SimulatedLearner(
        aeron, DeltaChannels.publication(aeron.config(), ANY_PORT), "main", epoch, false);
  }

  /** Of a model, within one driver. */
  static SimulatedLearner of(String model, AeronLink aeron, long epoch) {
    return new SimulatedLearner(aeron, DeltaChannels.ipc(aeron.config()), model, epoch, true);
  }

  void awaitReader() {
    Awaitility.await().atMost(LIMIT).until(publication::isConnected);
  }

  /** What readers ask at, over UDP. */
  String control() {
    Awaitility.await().atMost(LIMIT).until(() -> !publication.localSocketAddresses().isEmpty());
    return publication.localSocketAddresses().getFirst();
  }

  /** The task begins anew. */
  void begin(long epoch, long restoredInput) {
    stream = streamOf(Side.USER, epoch);
    begin(stream, restoredInput);
  }

  /** The stream of another side, beside that of the users. */
  static DeltaStream streamOf(Side side, long epoch) {
    return new DeltaStream(epoch * 31, side, 0, epoch);
  }

  /** The task of a stream begins. */
  void begin(DeltaStream own, long restoredInput) {
    var message = batch.beginStreamStart(own).restoredInput(restoredInput);
    batch.end(message, own);
    send();
  }

  /** What a stream says of a row. */
  void say(DeltaStream own, LogEntry entry) {
    EntryMessages.write(batch, own, entry);
    send();
  }

  /** A user's row with a history, trained at 300 ms, cleaned at 200 and appended at 100. */
  void user(String id, long updates, long input, float[] vector, List<String> history) {
    var message = batch.beginUserRow(stream);
    message
        .updates(updates)
        .appliedInput(input)
        .appendedAtMs(100)
        .cleanedAtMs(200)
        .trainedAtMs(300)
        .firstSeenBlock(0)
        .nextSeenBlock(0);
    var entries = message.historyCount(history.size());
    history.forEach(item -> entries.next().weight(1).eventTimeMs(1).itemId(item));
    var seen = message.seenTailCount(history.size());
    history.forEach(item -> seen.next().itemId(item));
    byte[] bytes = new byte[vector.length * Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
    message.putVector(bytes, 0, bytes.length).userId(id);
    batch.end(message, stream);
    send();
  }

  void watermark(long input, Map<Integer, Long> sources) {
    watermark(stream, input, sources);
  }

  void watermark(DeltaStream own, long input, Map<Integer, Long> sources) {
    var message = batch.beginWatermark(own).appliedInput(input).livePairs(0).atMs(1);
    var entries = message.sourcesCount(sources.size());
    sources.forEach((partition, offset) -> entries.next().partition(partition).offset(offset));
    batch.end(message, own);
    send();
  }

  /** A number is given to a message that is never sent. */
  void lose() {
    stream.advance();
  }

  private void send() {
    if (waits) {
      Awaitility.await().atMost(LIMIT).until(this::offer);
    } else {
      boolean _ = offer();
    }
    batch.clear();
    drive();
  }

  /* What the sending agent of a learner does at each of its turns. */
  private void drive() {
    int work = aeron.drive();
    while (work > 0) {
      work = aeron.drive();
    }
  }

  private boolean offer() {
    return publication.offer(batch.buffer(), 0, batch.length()) > 0;
  }

  @Override
  public void close() {
    publication.close();
  }
}
