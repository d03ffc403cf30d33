package io.eddyline.learner.stream;

import io.eddyline.learner.coldstart.AttributeIndex;
import io.eddyline.learner.delta.DeltaTasks;
import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Rejection;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Both sides of the learner, one partition each, as tasks that the test starts from a changelog,
 * commits, fails and revives.
 */
final class BenchLearner {
  private static final byte[] KEY = {'k'};

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** Stands still; a test may make it fail. */
  LongSupplier nanoClock = () -> 0;

  /** Hears of each batch between the sides. */
  Consumer<byte[]> sent = batch -> {};

  private final LearnerSettings settings;
  private final LearnerParts parts;
  final BenchTasks tasks;
  private final ReplicaProcessor global;
  private final List<Rejection> quarantined = new ArrayList<>();
  private final @Nullable BenchImages images;
  private int restoredRecords;
  private long nextOffset;
  private long nextUpdatesOffset;

  /** Starts from empty topics. */
  BenchLearner() {
    this(SyntheticStream.settings());
  }

  /** Starts from empty topics. */
  BenchLearner(LearnerSettings settings) {
    this(settings, SyntheticStream.config(4));
  }

  /** Starts from empty topics. */
  BenchLearner(LearnerSettings settings, LearnerConfig config) {
    this(settings, config, DeltaTasks.off());
  }

  /** Starts from empty topics and hands its changes over. */
  BenchLearner(LearnerSettings settings, LearnerConfig config, DeltaTasks deltas) {
    this(settings, config, deltas, List.of(), 0, 0, null);
  }

  /** Starts from what another one's commits logged, in the order of the list. */
  static BenchLearner restored(List<Change> saved, BenchLearner from) {
    return restored(saved, from, from.settings);
  }

  /** As the other, with other settings. */
  static BenchLearner restored(List<Change> saved, BenchLearner from, LearnerSettings settings) {
    return new BenchLearner(settings, saved, from, null);
  }

  /** Starts from empty topics, and keeps images in a folder. */
  BenchLearner(LearnerSettings settings, BenchImages images) {
    this(settings, SyntheticStream.config(4), DeltaTasks.off(), List.of(), 0, 0, images);
  }

  /** Starts from the images in a folder, and from what others logged behind them. */
  BenchLearner(List<Change> saved, BenchLearner from, BenchImages images) {
    this(from.settings, saved, from, images);
  }

  /** As the other, with other settings. */
  BenchLearner(
      LearnerSettings settings,
      List<Change> saved,
      BenchLearner from,
      @Nullable BenchImages images) {
    this(
        settings,
        SyntheticStream.config(4),
        DeltaTasks.off(),
        saved,
        from.nextOffset,
        from.nextUpdatesOffset,
        images);
  }

  private BenchLearner(
      LearnerSettings settings,
      LearnerConfig config,
      DeltaTasks deltas,
      List<Change> saved,
      long nextOffset,
      long nextUpdatesOffset,
      @Nullable BenchImages images) {
    this.settings = settings;
    this.images = images;
    this.nextOffset = nextOffset;
    this.nextUpdatesOffset = nextUpdatesOffset;
    LearnerParts fresh =
        BenchTasks.parts(settings, config, registry, () -> nanoClock.getAsLong()).with(deltas);
    parts = images == null ? fresh : images.open(fresh, saved);
    tasks = new BenchTasks(parts);
    global = new ReplicaProcessor(parts);
    global.init(new TaskBench().context());
    mirror(saved);
    if (images == null) {
      tasks.start(saved);
    } else {
      restoredRecords = tasks.startStoresBehindImages(images.folder(), saved);
      if (images.processes()) {
        tasks.startProcessors();
      }
    }
  }

  /** Records of the logs that were restored at the start, beside images. */
  int restoredRecords() {
    return restoredRecords;
  }

  /** Kafka commits what was logged, then Streams tells the stores where their logs stand. */
  void checkpoint(List<Change> logs) {
    parts.images().transactions().committed();
    tasks.checkpoint(logs);
  }

  /** Streams tells the stores where their logs stand, though Kafka did not commit. */
  void checkpointUncommitted(List<Change> logs) {
    parts.images().transactions().aborted();
    tasks.checkpoint(logs);
  }

  /** The processors end, if there are any, and then the stores. */
  void close(long imagesTimeoutNs) {
    if (images == null || images.processes()) {
      tasks.closeProcessors();
    }
    parts.images().closing(imagesTimeoutNs);
    tasks.closeStores();
  }

  /** As the other, of a process that goes on: another one has the tasks from now on. */
  void revoke() {
    tasks.closeProcessors();
    tasks.closeStores();
  }

  private void mirror(List<Change> changes) {
    for (Change change : changes) {
      if (change.store().equals(TopicCatalogue.ITEM_STORE)) {
        global.process(new Record<>(change.key(), change.value(), 0));
      }
    }
  }

  /** The commit under way failed: Streams closes the tasks and revives the same objects. */
  void revive(List<Change> saved, long committedOffset) {
    tasks.forgetForwarded();
    tasks.closeProcessors();
    tasks.closeStores();
    nextOffset = committedOffset;
    tasks.start(saved);
  }

  /** The wall clock of both tasks from now on. */
  void nowMs(long timeMs) {
    tasks.nowMs(timeMs);
  }

  /** Streams suspends both tasks and gives them back to the same thread. */
  void suspendAndResume() {
    tasks.closeProcessors();
    tasks.startProcessors();
  }

  /** Another process has the tasks now; this one's become standbys. */
  void becomeStandby() {
    tasks.closeProcessors();
    tasks.recycle();
  }

  /** What the other process logs. */
  void follow(List<Change> changes) {
    tasks.restore(changes);
    mirror(changes);
  }

  /** The tasks come from another process, whose place in their inputs they go on from. */
  void becomeActive(BenchLearner other) {
    nextOffset = other.nextOffset;
    nextUpdatesOffset = other.nextUpdatesOffset;
    tasks.recycle();
    tasks.startProcessors();
  }

  void learn(Signal signal) {
    learn(signal, 1);
  }

  void learn(Signal signal, int sourcePartition) {
    Interaction interaction =
        Interaction.newBuilder()
            .setSourcePartition(sourcePartition)
            .setSourceOffset(nextOffset + 1000)
            .setSignal(signal)
            .build();
    pipe(RecordSerdes.INTERACTION.encode(interaction));
  }

  /** Records of the quarantine since the last call to anything that delivers. */
  List<Rejection> quarantined() {
    List<Rejection> taken = List.copyOf(quarantined);
    quarantined.clear();
    return taken;
  }

  /** Delivers bytes to the user side. */
  void pipe(byte[] interaction) {
    tasks.user.at(nextOffset++);
    tasks.userSide.process(new Record<>(KEY, interaction, 0));
    deliver();
  }

  void commit() {
    tasks.user.commit();
    deliver();
    tasks.item.commit();
  }

  private void deliver() {
    deliver(tasks.user);
    deliver(tasks.item);
  }

  private void deliver(TaskBench from) {
    for (Record<?, ?> record : from.takeForwarded()) {
      if (record.value() instanceof LearnerOutput.Updates updates) {
        byte[] batch = RecordSerdes.ITEM_UPDATES.encode(updates.batch());
        sent.accept(batch);
        tasks.item.at(nextUpdatesOffset++);
        tasks.itemSide.process(new Record<>(KEY, batch, 0));
      } else if (record.value() instanceof LearnerOutput.Refused refused) {
        quarantined.add(refused.rejection());
      }
    }
  }

  /** Everything logged by this learner. */
  List<Change> changelog() {
    return tasks.changelog();
  }

  UserTable users() {
    return tasks.users();
  }

  ItemTable items() {
    return tasks.items();
  }

  AttributeIndex attributes() {
    return parts.attributes();
  }

  /** The time of a sweep has come; what it asks for is delivered. */
  void sweep() {
    tasks.sweepTimer().punctuator().punctuate(0);
    deliver();
  }

  /** Records of the item side's input so far. */
  long updates() {
    return nextUpdatesOffset;
  }

  ItemReplica replica() {
    return parts.replica();
  }

  long trainedEvents() {
    return parts.metrics().trainedEvents();
  }
}
