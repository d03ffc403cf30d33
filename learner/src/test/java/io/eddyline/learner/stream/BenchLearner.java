package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.coldstart.AttributeIndex;
import io.eddyline.learner.delta.DeltaTasks;
import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.RowSettings;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Rejection;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
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
  private final TaskBench userTask = new TaskBench();
  private final TaskBench itemTask = new TaskBench();
  private final UserSideProcessor userSide;
  private final ItemSideProcessor itemSide;
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
    return new BenchLearner(
        settings,
        SyntheticStream.config(4),
        DeltaTasks.off(),
        saved,
        from.nextOffset,
        from.nextUpdatesOffset,
        null);
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
      LearnerSettings settings, List<Change> saved, BenchLearner from, BenchImages images) {
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
    FirstVector first = new FirstVector(settings.seed(), settings.dimension());
    PopularityDecay decay = settings.popularityDecay(1);
    RowSettings bounds = settings.rows();
    ItemReplica replica =
        new ItemReplica(
            first, decay, 1, id -> 0, bounds.expireAfterEvents(), settings.neighbours().length());
    LearnerParts fresh =
        LearnerParts.fresh(
                settings,
                config,
                new TopicCatalogue(new TopicsConfig("test", 1, 1, 1)),
                replica,
                new LearnerMetrics(registry),
                () -> nanoClock.getAsLong(),
                Runnable::run)
            .with(deltas);
    parts = images == null ? fresh : images.open(fresh, saved);
    userSide = new UserSideProcessor(parts);
    itemSide = new ItemSideProcessor(parts);
    userTask.add(LearnerStores.userRows(parts));
    userTask.add(LearnerStores.userState(parts));
    itemTask.add(LearnerStores.itemRows(parts));
    itemTask.add(LearnerStores.itemState(parts));
    global = new ReplicaProcessor(parts);
    global.init(new TaskBench().context());
    mirror(saved);
    if (images == null) {
      start(saved);
    } else {
      userTask.folder(images.folder());
      itemTask.folder(images.folder());
      restoredRecords =
          userTask.initStoresBehindImages(saved) + itemTask.initStoresBehindImages(saved);
      if (images.processes()) {
        startProcessors();
      }
    }
  }

  private void startProcessors() {
    itemSide.init(itemTask.context());
    userSide.init(userTask.context());
  }

  /** Records of the logs that were restored at the start, beside images. */
  int restoredRecords() {
    return restoredRecords;
  }

  /** Kafka commits what was logged, then Streams tells the stores where their logs stand. */
  void checkpoint(List<Change> logs) {
    parts.images().transactions().committed();
    userTask.checkpoint(logs);
    itemTask.checkpoint(logs);
  }

  /** Streams tells the stores where their logs stand, though Kafka did not commit. */
  void checkpointUncommitted(List<Change> logs) {
    parts.images().transactions().aborted();
    userTask.checkpoint(logs);
    itemTask.checkpoint(logs);
  }

  /** The processors end, if there are any, and then the stores. */
  void close(long imagesTimeoutNs) {
    if (images == null || images.processes()) {
      userSide.close();
      itemSide.close();
    }
    parts.images().closing(imagesTimeoutNs);
    closeStores();
  }

  /** As the other, of a process that goes on: another one has the tasks from now on. */
  void revoke() {
    userSide.close();
    itemSide.close();
    closeStores();
  }

  private void closeStores() {
    userTask.closeStores();
    itemTask.closeStores();
  }

  private void mirror(List<Change> changes) {
    for (Change change : changes) {
      if (change.store().equals(TopicCatalogue.ITEM_STORE)) {
        global.process(new Record<>(change.key(), change.value(), 0));
      }
    }
  }

  private void start(List<Change> saved) {
    userTask.initStores(saved);
    itemTask.initStores(saved);
    startProcessors();
  }

  /** The commit under way failed: Streams closes the tasks and revives the same objects. */
  void revive(List<Change> saved, long committedOffset) {
    userTask.takeForwarded();
    itemTask.takeForwarded();
    userSide.close();
    itemSide.close();
    userTask.closeStores();
    itemTask.closeStores();
    nextOffset = committedOffset;
    start(saved);
  }

  /** The wall clock of both tasks from now on. */
  void nowMs(long timeMs) {
    userTask.nowMs(timeMs);
    itemTask.nowMs(timeMs);
  }

  /** Streams suspends both tasks and gives them back to the same thread. */
  void suspendAndResume() {
    userSide.close();
    itemSide.close();
    itemSide.init(itemTask.context());
    userSide.init(userTask.context());
  }

  /** Another process has the tasks now; this one's become standbys. */
  void becomeStandby() {
    userSide.close();
    itemSide.close();
    userTask.recycle();
    itemTask.recycle();
  }

  /** What the other process logs. */
  void follow(List<Change> changes) {
    userTask.restore(changes);
    itemTask.restore(changes);
    mirror(changes);
  }

  /** The tasks come from another process, whose place in their inputs they go on from. */
  void becomeActive(BenchLearner other) {
    nextOffset = other.nextOffset;
    nextUpdatesOffset = other.nextUpdatesOffset;
    userTask.recycle();
    itemTask.recycle();
    itemSide.init(itemTask.context());
    userSide.init(userTask.context());
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
    userTask.at(nextOffset++);
    userSide.process(new Record<>(KEY, RecordSerdes.INTERACTION.encode(interaction), 0));
    deliver();
  }

  /** Records of the quarantine since the last call to anything that delivers. */
  List<Rejection> quarantined() {
    List<Rejection> taken = List.copyOf(quarantined);
    quarantined.clear();
    return taken;
  }

  /** Delivers bytes to the user side. */
  void pipe(byte[] interaction) {
    userTask.at(nextOffset++);
    userSide.process(new Record<>(KEY, interaction, 0));
    deliver();
  }

  void commit() {
    userTask.commit();
    deliver();
    itemTask.commit();
  }

  private void deliver() {
    deliver(userTask);
    deliver(itemTask);
  }

  private void deliver(TaskBench from) {
    for (Record<?, ?> record : from.takeForwarded()) {
      if (record.value() instanceof LearnerOutput.Updates updates) {
        byte[] batch = RecordSerdes.ITEM_UPDATES.encode(updates.batch());
        sent.accept(batch);
        itemTask.at(nextUpdatesOffset++);
        itemSide.process(new Record<>(KEY, batch, 0));
      } else if (record.value() instanceof LearnerOutput.Refused refused) {
        quarantined.add(refused.rejection());
      }
    }
  }

  /** From now on {@link #changelog} begins anew. */
  void forgetChangelog() {
    userTask.changelog().clear();
    itemTask.changelog().clear();
  }

  /** Everything logged by this learner. */
  List<Change> changelog() {
    List<Change> all = new ArrayList<>(userTask.changelog());
    all.addAll(itemTask.changelog());
    return all;
  }

  UserTable users() {
    CommitHook<UserRows> rows = userTask.context().getStateStore(TopicCatalogue.USER_STORE);
    return rows.state().table();
  }

  ItemTable items() {
    CommitHook<ItemRows> rows = itemTask.context().getStateStore(TopicCatalogue.ITEM_STORE);
    return rows.state().table();
  }

  AttributeIndex attributes() {
    return parts.attributes();
  }

  /** What the item side has scheduled. */
  TaskBench.Schedule sweepTimer() {
    assertThat(itemTask.schedules()).hasSize(1);
    return itemTask.schedules().getFirst();
  }

  /** The time of a sweep has come; what it asks for is delivered. */
  void sweep() {
    sweepTimer().punctuator().punctuate(0);
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
