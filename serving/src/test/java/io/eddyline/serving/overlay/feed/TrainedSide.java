package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.delta.DeltaStream;
import io.eddyline.serving.RowTopics;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.Side;
import java.util.Map;

/** One side of a trained task: its rows, its stream and what it has committed. */
final class TrainedSide {
  private final Side side;
  private final SimulatedLearner learner;
  private SimulatedRows rows;
  private SimulatedRows committed;
  private DeltaStream stream;
  private long epoch;
  private long input = -1;
  private long highestInput = -1;
  private long committedInput = -1;

  TrainedSide(Side side, int ids, long epoch, SimulatedLearner learner) {
    this.side = side;
    this.epoch = epoch;
    this.learner = learner;
    this.rows = new SimulatedRows(side, ids);
    this.committed = rows.copy();
    this.stream = begin();
  }

  private DeltaStream begin() {
    DeltaStream begun =
        SimulatedLearner.streamOf(
            side == Side.USER
                ? io.eddyline.schemas.delta.sbe.Side.USER
                : io.eddyline.schemas.delta.sbe.Side.ITEM,
            epoch);
    learner.begin(begun, input);
    return begun;
  }

  long input() {
    return input;
  }

  void train() {
    input++;
    highestInput = Math.max(highestInput, input);
    rows.train(epoch, input).forEach(entry -> learner.say(stream, entry));
  }

  /** What was lost with an earlier life is trained once more. */
  void retrain() {
    while (input < highestInput) {
      train();
    }
  }

  void sayWatermark(Map<Integer, Long> sources) {
    learner.watermark(stream, input, sources);
  }

  void commit(Iterable<RowTopics> logs, Map<Integer, Long> sources) {
    boolean ofUsers = side == Side.USER;
    var entries = rows.commit(epoch, input);
    for (RowTopics log : logs) {
      entries.forEach(entry -> EntryRecords.append(log, ofUsers, entry));
      log.progress(ofUsers, 0, epoch, input, sources, rows.floor());
    }
    committed = rows.copy();
    committedInput = input;
  }

  void die(int epochs) {
    epoch += epochs;
    input = committedInput;
    rows = committed.copy();
    stream = begin();
  }

  /** All that is committed. */
  Map<String, String> texts() {
    return committed.texts();
  }

  Map<String, String> texts(Overlay overlay) {
    return committed.texts(overlay);
  }
}
