package io.eddyline.learner.stream;

import io.eddyline.learner.coldstart.ColdItems;
import io.eddyline.learner.delta.ItemDeltas;
import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.stream.LearnerOutput.Refused;
import io.eddyline.learner.stream.LearnerOutput.Updates;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemRowListener;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.ReplicaFeed;
import io.eddyline.learner.train.ItemSide;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.error.RejectionReason;
import io.eddyline.schemas.record.Follow;
import io.eddyline.schemas.record.ItemUpdates;
import io.eddyline.schemas.record.Pair;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.Visit;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.Vectors;
import io.eddyline.schemas.topic.Partitions;
import io.eddyline.schemas.topic.TopicCatalogue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The item side of one partition in the stream. Changed rows go into this process's replica at
 * once, as hints before the commit.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class ItemSideProcessor
    implements Processor<byte[], byte @Nullable [], byte[], LearnerOutput> {
  private static final Logger LOG = LoggerFactory.getLogger(ItemSideProcessor.class);

  private static final long NO_SOURCE = -1;

  private final LearnerParts parts;
  private final float[] vector;
  private final RowReading rowReading = new RowReading(RowReading.Side.ITEM);
  private @Nullable Task task;
  private final AppliedOffsets applied = new AppliedOffsets();
  private long countedSkips;

  ItemSideProcessor(LearnerParts parts) {
    this.parts = parts;
    this.vector = new float[parts.settings().dimension()];
  }

  /** What exists once Streams has restored the stores. */
  private record Task(
      ProcessorContext<byte[], LearnerOutput> context,
      CommitHook<ItemRows> rows,
      CommitHook<StateSlots> state,
      ItemRows loggedItems,
      ItemTable items,
      ItemSide side,
      ItemSideSlots slots,
      ColdItems cold,
      ColdSweeps sweeps,
      TeleportationMeter meter,
      Quarantine quarantine,
      ItemDeltas deltas) {}

  @Override
  public void init(ProcessorContext<byte[], LearnerOutput> context) {
    LearnerSettings settings = parts.settings();
    CommitHook<ItemRows> rows = context.getStateStore(TopicCatalogue.ITEM_STORE);
    CommitHook<StateSlots> state = context.getStateStore(TopicCatalogue.ITEM_STATE_STORE);
    ItemRows loggedItems = rows.state();
    ItemTable items = loggedItems.table();
    int partition = context.taskId().partition();
    Generator generator = new Generator(~settings.seed() - partition);
    ItemSide side = new ItemSide(settings, items, new FeedOfTask(), generator, parts.miner());
    RowProgress progress = loggedItems.install("item rows " + context.taskId(), this::progress);
    applied.restore(progress, parts.inputs().itemUpdates());
    countedSkips = 0;
    ItemSideSlots slots = new ItemSideSlots(settings.dimension(), side);
    slots.install(state.state(), context.currentSystemTimeMs());
    ReplicaFeed feed = new ReplicaFeed(items, parts.replica(), partition, slots.epoch());
    TeleportationMeter meter = new TeleportationMeter(parts.metrics(), side.teleportation());
    Quarantine quarantine =
        new Quarantine(
            parts.poison(),
            parts.metrics(),
            rejection -> context.forward(rejection.withValue(new Refused(rejection.value()))));
    ItemDeltas deltas =
        parts.deltas().add(items, settings.dimension(), partition, slots.epoch(), applied);
    ItemRowListener listener = parts.deltas().isOn() ? new BothListeners(feed, deltas) : feed;
    ColdItems cold = coldItems(items, listener, partition);
    ColdSweeps sweeps =
        new ColdSweeps(cold, context, parts.config(), () -> askForSweep(context, partition));
    task =
        new Task(
            context,
            rows,
            state,
            loggedItems,
            items,
            side,
            slots,
            cold,
            sweeps,
            meter,
            quarantine,
            deltas);
    publishRows(task);
    LOG.info("item side {}: {} items, epoch {}", context.taskId(), items.count(), slots.epoch());
    parts.metrics().add(rowReading);
  }

  private ColdItems coldItems(ItemTable items, ItemRowListener listener, int partition) {
    LearnerSettings settings = parts.settings();
    return new ColdItems(
        settings.coldStart(),
        new FirstVector(settings.seed(), settings.dimension()),
        items,
        parts.replica(),
        parts.attributes(),
        listener,
        id -> Partitions.of(id, parts.itemPartitions()) == partition);
  }

  private static void askForSweep(ProcessorContext<byte[], LearnerOutput> context, int partition) {
    ItemUpdates sweep = ItemUpdates.newBuilder().setSweep(true).setSourceOffset(NO_SOURCE).build();
    context.forward(
        new Record<>(UpdateKeys.of(partition), new Updates(sweep), context.currentSystemTimeMs()));
  }

  @Override
  public void process(Record<byte[], byte @Nullable []> record) {
    Task current = task();
    InputRecord input = InputRecord.of(current.context(), record);
    if (parts.repeated().passesOver(input, applied)) {
      return;
    }
    UpdateOrigin origin = UpdateOrigin.of(record.headers());
    byte[] value = input.value();
    if (value == null) {
      current.quarantine().refuse(input, RejectionReason.UNREADABLE, "no value");
    } else {
      try {
        ItemUpdates updates = RecordSerdes.ITEM_UPDATES.decode(value);
        SoundUpdates.check(updates, vector.length);
        if (updates.getSweep()) {
          current.sweeps().answered();
        } else {
          origin = new UpdateOrigin(updates.getSourcePartition(), updates.getSourceOffset());
        }
        current.quarantine().guard(input, () -> apply(current, updates));
      } catch (FormatException e) {
        current
            .quarantine()
            .refuse(input, RejectionReason.UNREADABLE, String.valueOf(e.getMessage()));
      }
    }
    if (origin != null) {
      applied.appliedSource(origin.partition(), origin.offset());
      int partition = current.context().taskId().partition();
      parts.lead().applied(partition, origin.partition(), origin.offset());
    }
    current.deltas().applied();
  }

  private void apply(Task current, ItemUpdates updates) {
    for (Pair pair : updates.getPairsList()) {
      pair(current, pair);
    }
    for (Visit visit : updates.getVisitsList()) {
      int row = current.side().find(visit.getItemId());
      if (row >= 0 && current.items().neighbours().length() > 0) {
        String[] previous = visit.getPreviousItemIdsList().toArray(String[]::new);
        current.side().visited(row, previous, previous.length, visit.getWeight());
      }
    }
    for (Follow follow : updates.getFollowsList()) {
      Vectors.decode(follow.getGradient(), vector, 0, vector.length);
      for (int k = 0; k < follow.getItemIdsCount(); k++) {
        int row = current.side().find(follow.getItemIds(k));
        if (row >= 0) {
          current.side().follow(row, vector, follow.getCoefficients(k), follow.getWeight());
        }
      }
    }
    if (updates.getSweep()) {
      current.sweeps().sweep();
    }
    publishRows(current);
    current.sweeps().pace();
    current.meter().update();
    long skips = current.side().nonFiniteSteps();
    if (skips > countedSkips) {
      parts.metrics().countSkippedSteps(skips - countedSkips);
      countedSkips = skips;
    }
  }

  private void pair(Task current, Pair pair) {
    ItemSide side = current.side();
    int row = pair.getLive() ? side.admit(pair.getItemId()) : side.find(pair.getItemId());
    if (row < 0) {
      return;
    }
    if (pair.getUserKey().isEmpty()) {
      current.side().count(row);
      return;
    }
    current.cold().beforeTraining(row);
    Vectors.decode(pair.getUserKey(), vector, 0, vector.length);
    int[] seen = OrdinalGaps.decode(pair.getSeenGapsList(), pair.getSeenOrdinalsList());
    current
        .side()
        .pair(row, pair.getUserId(), pair.getWeight(), vector, seen, seen.length, pair.getLive());
  }

  private RowProgress progress() {
    RowProgress.Builder progress =
        RowProgress.newBuilder()
            .setEpoch(task().slots().epoch())
            .setStamp(parts.stamp())
            .setLivePairs(task().items().livePairs())
            .setRowCount(task().items().count())
            .setNextOrdinal(task().items().savedNextOrdinal())
            .setCountFloor(task().items().countFloor());
    applied.save(progress);
    return progress.build();
  }

  /* Rows are counted after each record: what they are in the midst of one is nobody's concern. */
  private void publishRows(Task current) {
    rowReading.publish(
        current.items().count(), current.side().admission(), current.side().expiredItems());
  }

  /** The rows stay with the stores, which may be asked for them again. */
  @Override
  public void close() {
    parts.metrics().remove(rowReading);
    Task ended = task;
    if (ended != null) {
      ended.sweeps().close();
      ended.deltas().close();
      ended.cold().close();
      TaskRemains remains =
          new TaskRemains(
              2, ended.loggedItems()::isLogged, () -> giveBack(ended), () -> task = null);
      ended.rows().ended(remains);
      ended.state().ended(remains);
    }
  }

  private static void giveBack(Task ended) {
    ended.rows().state().giveBack();
    ended.state().state().giveBack();
  }

  /** Tells what the task makes once it knows its epoch. */
  private final class FeedOfTask implements ItemRowListener {
    @Override
    public void changed(int row) {
      task().cold().changed(row);
    }

    @Override
    public void contextChanged(int row) {
      task().cold().contextChanged(row);
    }

    @Override
    public void neighboursChanged(int row) {
      task().cold().neighboursChanged(row);
    }

    @Override
    public void removed(int row) {
      task().cold().removed(row);
    }
  }

  private Task task() {
    if (task == null) {
      throw new IllegalStateException("used before init");
    }
    return task;
  }
}
