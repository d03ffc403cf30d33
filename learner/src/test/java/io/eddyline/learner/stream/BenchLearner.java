package io.eddyline.learner.stream;

import io.eddyline.learner.coldstart.AttributeIndex;
import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.RowSettings;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Both sides of the learner, one partition each, as tasks that the test starts from a changelog,
 * commits, fails and revives.
 */
final class BenchLearner {
  private static final byte[] KEY = {'k'};

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LearnerSettings settings;
  private final LearnerParts parts;
  private final TaskBench userTask = new TaskBench();
  private final TaskBench itemTask = new TaskBench();
  private final UserSideProcessor userSide;
  private final ItemSideProcessor itemSide;
  private long nextOffset;
  private long nextUpdatesOffset;

  /** Starts from empty topics. */
  BenchLearner() {
    this(SyntheticStream.settings());
  }

  /** Starts from empty topics. */
  BenchLearner(LearnerSettings settings) {
    this(settings, List.of(), 0, 0);
  }

  /** Starts from what another one's commits logged, in the order of the list. */
  static BenchLearner restored(List<Change> saved, BenchLearner from) {
    return new BenchLearner(from.settings, saved, from.nextOffset, from.nextUpdatesOffset);
  }

  private BenchLearner(
      LearnerSettings settings, List<Change> saved, long nextOffset, long nextUpdatesOffset) {
    this.settings = settings;
    this.nextOffset = nextOffset;
    this.nextUpdatesOffset = nextUpdatesOffset;
    int dimension = settings.dimension();
    FirstVector first = new FirstVector(settings.seed(), dimension);
    PopularityDecay decay = settings.popularityDecay(1);
    RowSettings bounds = settings.rows();
    parts =
        new LearnerParts(
            settings,
            SyntheticStream.config(4),
            1,
            new ItemReplica(
                first,
                decay,
                1,
                id -> 0,
                bounds.expireAfterEvents(),
                settings.neighbours().length()),
            new AttributeIndex(settings.coldStart(), settings.seed()),
            new Lead(1, 1),
            new LearnerMetrics(registry),
            () -> 0,
            Runnable::run);
    userSide = new UserSideProcessor(parts);
    itemSide = new ItemSideProcessor(parts);
    userTask.add(
        CommitHook.builder(
            TopicCatalogue.USER_STORE,
            () ->
                new UserRows(
                    dimension,
                    new UserTable(
                        dimension,
                        settings.historyLength(),
                        settings.seenLimit(),
                        bounds.expireUsersAfterEvents()),
                    parts.replica())));
    userTask.add(CommitHook.builder(TopicCatalogue.USER_STATE_STORE, StateSlots::new));
    itemTask.add(
        CommitHook.builder(
            TopicCatalogue.ITEM_STORE,
            () ->
                new ItemRows(
                    dimension,
                    new ItemTable(
                        first, decay, bounds.expireAfterEvents(), settings.neighbours().lists()))));
    itemTask.add(CommitHook.builder(TopicCatalogue.ITEM_STATE_STORE, StateSlots::new));
    ReplicaProcessor global = new ReplicaProcessor(parts);
    global.init(new TaskBench().context());
    for (Change change : saved) {
      if (change.store().equals(TopicCatalogue.ITEM_STORE)) {
        global.process(new Record<>(change.key(), change.value(), 0));
      }
    }
    start(saved);
  }

  private void start(List<Change> saved) {
    userTask.initStores(saved);
    itemTask.initStores(saved);
    itemSide.init(itemTask.context());
    userSide.init(userTask.context());
  }

  /** The commit under way failed: Streams closes the tasks and revives the same objects. */
  void revive(List<Change> saved, long committedOffset) {
    userTask.takeForwarded();
    userSide.close();
    itemSide.close();
    userTask.closeStores();
    itemTask.closeStores();
    nextOffset = committedOffset;
    start(saved);
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

  void commit() {
    userTask.commit();
    deliver();
    itemTask.commit();
  }

  private void deliver() {
    for (Record<?, ?> record : userTask.takeForwarded()) {
      if (record.value() instanceof LearnerOutput.Updates updates) {
        itemTask.at(nextUpdatesOffset++);
        itemSide.process(new Record<>(KEY, RecordSerdes.ITEM_UPDATES.encode(updates.batch()), 0));
      }
    }
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

  ItemReplica replica() {
    return parts.replica();
  }

  long trainedEvents() {
    return parts.metrics().trainedEvents();
  }
}
