package io.eddyline.learner.stream;

import io.eddyline.learner.health.DriftMonitor;
import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.stream.LearnerOutput.Updates;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.Polarity;
import io.eddyline.learner.train.Ranker;
import io.eddyline.learner.train.ScoreTuner;
import io.eddyline.learner.train.UserSide;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.ItemUpdates;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.Signal;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The user side of one partition from the restoring of its stores until it is closed: what it is
 * made of, how it learns from a signal, and how far it has come.
 *
 * <p>Threading: owned by the task's stream thread; trained events and drift are read by any.
 */
final class UserSideTask {
  private final LearnerParts parts;
  private final ProcessorContext<byte[], LearnerOutput> context;
  private final RowReading rowReading;
  private final UserTable users;
  private final UpdateBatches batches;
  private final UserSide side;
  private final UserSideSlots slots;
  private final AppliedOffsets applied = new AppliedOffsets();
  private final LiveRanking ranking;
  private final DriftWatch drift;
  private final UserSideReports reports;
  private volatile long trainedEvents;
  private long countedSkips;

  /**
   * Makes rows, queues and generator of what was restored.
   *
   * @param quality receives the ranks of a sample
   * @param budget chooses the sample
   * @param rowReading told of the rows
   */
  UserSideTask(
      LearnerParts parts,
      ProcessorContext<byte[], LearnerOutput> context,
      UserRows rows,
      StateSlots state,
      PrequentialQuality quality,
      RankBudget budget,
      RowReading rowReading) {
    this.parts = parts;
    this.context = context;
    this.rowReading = rowReading;
    this.users = rows.table();
    LearnerSettings settings = parts.settings();
    ItemReplica replica = parts.replica();
    batches =
        new UpdateBatches(
            users,
            replica,
            partition(),
            parts.itemPartitions(),
            parts.config().batchMessages(),
            settings.pairSeenLimit(),
            this::forwardUpdates);
    Generator generator = new Generator(settings.seed() + partition());
    side = new UserSide(settings, users, replica, batches, generator);
    RowProgress progress = rows.install("user rows " + context.taskId(), this::progress);
    slots = new UserSideSlots(settings.dimension(), settings.historyLength(), side, users, replica);
    slots.install(state, context.currentSystemTimeMs());
    restore(progress);
    ScoreTuner tuner = new ScoreTuner(settings.scoring(), settings.score());
    tuner.restore(progress.getScoreGrid(), sums(progress));
    drift = new DriftWatch(settings, parts.config().drift(), users, replica, parts.nanoClock());
    Ranker ranker = new Ranker(settings, users, replica);
    ranking = new LiveRanking(quality, budget, users, ranker, tuner, parts.nanoClock());
    reports = new UserSideReports(context, new QualityReporter(), quality, ranking, drift);
    publishRows();
  }

  private void restore(RowProgress progress) {
    applied.restore(progress, parts.inputs().interactions());
    trainedEvents = progress.getTrainedEvents();
    side.restoreTrainedEvents(trainedEvents);
    side.ratings()
        .restore(progress.getRatingCount(), progress.getRatingSum(), progress.getRatingSquareSum());
    parts.lead().starts(partition(), applied.input());
  }

  private static double[] sums(RowProgress progress) {
    return progress.getPriorScoresList().stream().mapToDouble(sum -> sum).toArray();
  }

  /** The user partition. */
  private int partition() {
    return context.taskId().partition();
  }

  /** Users that have a row. */
  int userCount() {
    return users.count();
  }

  /** Distinct events in the rows. */
  long trainedEvents() {
    return trainedEvents;
  }

  /** Of the life that began with the restoring. */
  long epoch() {
    return slots.epoch();
  }

  DriftMonitor.Reading drift() {
    return drift.reading();
  }

  /**
   * The record comes up.
   *
   * @return whether it is to be learnt; false if the rows have it
   */
  boolean starts(InputRecord input) {
    if (parts.repeated().passesOver(input, applied)) {
      return false;
    }
    batches.at(input.offset());
    return true;
  }

  /**
   * The interaction of a record that {@link #starts} let in comes up.
   *
   * @return whether it is to be learnt; false if the rows have it
   */
  boolean starts(Interaction interaction) {
    return !parts.repeated().passesOver(interaction, applied);
  }

  /** The interaction is learnt or refused, and with it its event. */
  void applied(Interaction interaction) {
    if (!interaction.getMoved()) {
      applied.appliedSource(interaction.getSourcePartition(), interaction.getSourceOffset());
    }
  }

  /** Ranks the signal's item if it is its turn, and trains it. */
  void learn(Signal signal) {
    int user = side.admitUser(signal.getUserId());
    int item = side.admitItem(signal.getItemId());
    Polarity polarity = Signals.polarity(signal);
    float weight = signal.getWeight();
    if (polarity == Polarity.POSITIVE && signal.getIsRating()) {
      float signed = side.weigh(user, signal.getValue(), weight);
      polarity = signed < 0 ? Polarity.NEGATIVE : Polarity.POSITIVE;
      weight = Math.abs(signed);
    }
    if (polarity == Polarity.POSITIVE) {
      drift.offer(user, item);
      ranking.offer(user, item);
    }
    if (user >= 0 && item >= 0) {
      side.train(user, item, weight, polarity, signal.getMarksSeen(), signal.getEventTimeMs());
    } else {
      side.sight(user, signal.getItemId(), polarity);
    }
    trainedEvents = side.trainedEvents();
    publishRows();
    long skips = side.nonFiniteSteps();
    if (skips > countedSkips) {
      parts.metrics().countSkippedSteps(skips - countedSkips);
      countedSkips = skips;
    }
  }

  private void publishRows() {
    rowReading.publish(users.count(), side.admission(), side.expiredUsers());
  }

  /** Sends what is open; the commit follows. */
  void flush() {
    batches.flush();
    parts.lead().sent(partition(), applied.input());
  }

  private void forwardUpdates(int itemPartition, ItemUpdates batch) {
    UpdateOrigin origin = new UpdateOrigin(batch.getSourcePartition(), batch.getSourceOffset());
    context.forward(
        new Record<>(
            UpdateKeys.of(itemPartition),
            new Updates(batch),
            context.currentStreamTimeMs(),
            origin.headers()));
  }

  private RowProgress progress() {
    RowProgress.Builder progress =
        RowProgress.newBuilder()
            .setEpoch(epoch())
            .setStamp(parts.stamp())
            .setTrainedEvents(trainedEvents)
            .setRatingCount(side.ratings().count())
            .setRatingSum(side.ratings().sum())
            .setRatingSquareSum(side.ratings().squareSum())
            .setRowCount(users.count())
            .setCountFloor(users.countFloor())
            .setScoreGrid(ranking.tuner().grid());
    applied.save(progress);
    for (double sum : ranking.tuner().sums()) {
      progress.addPriorScores(sum);
    }
    return progress.build();
  }

  /** Tells how good the rows are. */
  void report(long nowMs) {
    parts.replica().refreshPriors();
    reports.send(trainedEvents, nowMs);
  }

  /** The processor ends; the rows stay with the stores. */
  void closeDrift() {
    drift.close();
  }

  /** Nobody asks for the rows any more. */
  void close() {
    side.close();
  }
}
