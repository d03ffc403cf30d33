package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The tasks of both sides with their processors: what Streams does to them in its course. */
final class BenchTasks {
  final TaskBench user = new TaskBench();
  final TaskBench item = new TaskBench();
  final UserSideProcessor userSide;
  final ItemSideProcessor itemSide;

  /** The parts of a process that has read nothing yet, with one partition a side. */
  static LearnerParts parts(
      LearnerSettings settings,
      LearnerConfig config,
      MeterRegistry registry,
      LongSupplier nanoClock) {
    ItemReplica replica =
        new ItemReplica(
            new FirstVector(settings.seed(), settings.dimension()),
            settings.popularityDecay(1),
            1,
            id -> 0,
            settings.rows().expireAfterEvents(),
            settings.neighbours().length());
    return LearnerParts.fresh(
        settings,
        config,
        new TopicCatalogue(new TopicsConfig("test", 1, 1, 1)),
        replica,
        new LearnerMetrics(registry),
        nanoClock,
        Runnable::run);
  }

  BenchTasks(LearnerParts parts) {
    userSide = new UserSideProcessor(parts);
    itemSide = new ItemSideProcessor(parts);
    user.add(LearnerStores.userRows(parts));
    user.add(LearnerStores.userState(parts));
    item.add(LearnerStores.itemRows(parts));
    item.add(LearnerStores.itemState(parts));
  }

  /** Stores, from these logs, then processors. */
  void start(List<Change> saved) {
    user.initStores(saved);
    item.initStores(saved);
    startProcessors();
  }

  /** Stores alone, from the images in a folder and what the logs have behind them. */
  int startStoresBehindImages(Path folder, List<Change> saved) {
    user.folder(folder);
    item.folder(folder);
    return user.initStoresBehindImages(saved) + item.initStoresBehindImages(saved);
  }

  void startProcessors() {
    itemSide.init(item.context());
    userSide.init(user.context());
  }

  void closeProcessors() {
    userSide.close();
    itemSide.close();
  }

  void closeStores() {
    user.closeStores();
    item.closeStores();
  }

  /** Active to standby, or back. */
  void recycle() {
    user.recycle();
    item.recycle();
  }

  void restore(List<Change> changes) {
    user.restore(changes);
    item.restore(changes);
  }

  /** Streams tells the stores where their logs stand. */
  void checkpoint(List<Change> logs) {
    user.checkpoint(logs);
    item.checkpoint(logs);
  }

  void nowMs(long timeMs) {
    user.nowMs(timeMs);
    item.nowMs(timeMs);
  }

  void forgetForwarded() {
    user.takeForwarded();
    item.takeForwarded();
  }

  /** From now on {@link #changelog} begins anew. */
  void forgetChangelog() {
    user.changelog().clear();
    item.changelog().clear();
  }

  List<Change> changelog() {
    List<Change> all = new ArrayList<>(user.changelog());
    all.addAll(item.changelog());
    return all;
  }

  UserTable users() {
    CommitHook<UserRows> rows = user.context().getStateStore(TopicCatalogue.USER_STORE);
    return rows.state().table();
  }

  ItemTable items() {
    CommitHook<ItemRows> rows = item.context().getStateStore(TopicCatalogue.ITEM_STORE);
    return rows.state().table();
  }

  /** What the item side has scheduled. */
  TaskBench.Schedule sweepTimer() {
    assertThat(item.schedules()).hasSize(1);
    return item.schedules().getFirst();
  }
}
