package io.eddyline.learner.stream;

import io.eddyline.learner.health.DriftMonitor;
import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.stream.LearnerOutput.Refused;
import io.eddyline.learner.stream.LearnerOutput.Updates;
import io.eddyline.learner.stream.PrequentialQuality.Reading;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.Polarity;
import io.eddyline.learner.train.Ranker;
import io.eddyline.learner.train.ScoreTuner;
import io.eddyline.learner.train.UserSide;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.error.RejectionReason;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.ItemUpdates;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user side of one partition in the stream: ranks a sample of the interactions, then trains
 * each of them.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class UserSideProcessor
    implements Processor<byte[], byte @Nullable [], byte[], LearnerOutput> {
  private static final Logger LOG = LoggerFactory.getLogger(UserSideProcessor.class);

  private final LearnerParts parts;
  private final AppliedOffsets applied = new AppliedOffsets();
  private final PrequentialQuality quality = new PrequentialQuality();
  private final QualityReporter reporter = new QualityReporter();
  private final RankBudget budget;
  private final LongSupplier nanoClock;
  private final LearnerMetrics.UserTaskReading taskReading = new TaskReading();
  private final RowReading rowReading = new RowReading(RowReading.Side.USER);
  private volatile @Nullable Task task;
  private volatile long trainedEvents;
  private long countedSkips;

  UserSideProcessor(LearnerParts parts) {
    this.parts = parts;
    this.nanoClock = parts.nanoClock();
    this.budget = new RankBudget(parts.config().rankEvery(), parts.config().rankBudget());
  }

  /** What exists once Streams has restored the stores. */
  private record Task(
      ProcessorContext<byte[], LearnerOutput> context,
      CommitHook<UserRows> rows,
      CommitHook<StateSlots> state,
      UserTable users,
      UserSide side,
      UserSideSlots slots,
      UpdateBatches batches,
      LiveRanking ranking,
      DriftWatch drift,
      UserSideReports reports,
      Quarantine quarantine) {}

  @Override
  public void init(ProcessorContext<byte[], LearnerOutput> context) {
    LearnerSettings settings = parts.settings();
    ItemReplica replica = parts.replica();
    CommitHook<UserRows> rows = context.getStateStore(TopicCatalogue.USER_STORE);
    CommitHook<StateSlots> state = context.getStateStore(TopicCatalogue.USER_STATE_STORE);
    UserTable users = rows.state().table();
    UpdateBatches batches =
        new UpdateBatches(
            users,
            replica,
            context.taskId().partition(),
            parts.itemPartitions(),
            parts.config().batchMessages(),
            settings.pairSeenLimit(),
            (partition, batch) -> forwardUpdates(context, partition, batch));
    Generator generator = new Generator(settings.seed() + context.taskId().partition());
    UserSide side = new UserSide(settings, users, replica, batches, generator);
    RowProgress progress = rows.state().install("user rows " + context.taskId(), this::progress);
    UserSideSlots slots =
        new UserSideSlots(settings.dimension(), settings.historyLength(), side, users, replica);
    slots.install(state.state(), context.currentSystemTimeMs());
    restore(progress, side);
    parts.lead().starts(context.taskId().partition(), applied.input());
    ScoreTuner tuner = new ScoreTuner(settings.scoring(), settings.score());
    tuner.restore(progress.getScoreGrid(), sums(progress));
    rows.beforeCommit(this::flush);
    DriftWatch drift = new DriftWatch(settings, parts.config().drift(), users, replica, nanoClock);
    Ranker ranker = new Ranker(settings, users, replica);
    LiveRanking ranking = new LiveRanking(quality, budget, users, ranker, tuner, nanoClock);
    UserSideReports reports = new UserSideReports(context, reporter, quality, ranking, drift);
    Quarantine quarantine =
        new Quarantine(
            parts.poison(),
            parts.metrics(),
            rejection -> context.forward(rejection.withValue(new Refused(rejection.value()))));
    task =
        new Task(
            context, rows, state, users, side, slots, batches, ranking, drift, reports, quarantine);
    context.schedule(
        Duration.ofMillis(parts.config().reportIntervalMs()),
        PunctuationType.WALL_CLOCK_TIME,
        this::report);
    publishRows(task);
    parts.metrics().add(taskReading);
    parts.metrics().add(rowReading);
    LOG.info(
        "user side {}: {} users, {} events, epoch {}",
        context.taskId(),
        users.count(),
        trainedEvents,
        slots.epoch());
  }

  private void restore(RowProgress progress, UserSide side) {
    applied.restore(progress, parts.inputs().interactions());
    trainedEvents = progress.getTrainedEvents();
    side.restoreTrainedEvents(trainedEvents);
    side.ratings()
        .restore(progress.getRatingCount(), progress.getRatingSum(), progress.getRatingSquareSum());
    countedSkips = 0;
  }

  private static double[] sums(RowProgress progress) {
    return progress.getPriorScoresList().stream().mapToDouble(sum -> sum).toArray();
  }

  @Override
  public void process(Record<byte[], byte @Nullable []> record) {
    Task current = task();
    InputRecord input = InputRecord.of(current.context(), record);
    if (parts.repeated().passesOver(input, applied)) {
      return;
    }
    current.batches().at(input.offset());
    Quarantine quarantine = current.quarantine();
    byte[] value = input.value();
    if (value == null) {
      quarantine.refuse(input, RejectionReason.UNREADABLE, "no value");
      return;
    }
    Interaction interaction;
    try {
      interaction = RecordSerdes.INTERACTION.decode(value);
    } catch (FormatException e) {
      quarantine.refuse(input, RejectionReason.UNREADABLE, String.valueOf(e.getMessage()));
      return;
    }
    if (interaction.hasSignal()) {
      Signal signal = interaction.getSignal();
      if (Signals.isSound(signal)) {
        quarantine.guard(input, () -> learn(current, signal));
      } else {
        quarantine.refuse(input, Signals.reason(signal), Signals.fault(signal));
      }
    }
    if (!interaction.getMoved()) {
      applied.appliedSource(interaction.getSourcePartition(), interaction.getSourceOffset());
    }
  }

  private void flush() {
    task().batches().flush();
    parts.lead().sent(task().context().taskId().partition(), applied.input());
  }

  private void learn(Task current, Signal signal) {
    int user = current.side().admitUser(signal.getUserId());
    int item = current.side().admitItem(signal.getItemId());
    Polarity polarity = Signals.polarity(signal);
    float weight = signal.getWeight();
    if (polarity == Polarity.POSITIVE && signal.getIsRating()) {
      float signed = current.side().weigh(user, signal.getValue(), weight);
      polarity = signed < 0 ? Polarity.NEGATIVE : Polarity.POSITIVE;
      weight = Math.abs(signed);
    }
    if (polarity == Polarity.POSITIVE) {
      current.drift().offer(user, item);
      current.ranking().offer(user, item);
    }
    if (user >= 0 && item >= 0) {
      current
          .side()
          .train(user, item, weight, polarity, signal.getMarksSeen(), signal.getEventTimeMs());
    } else {
      current.side().sight(user, signal.getItemId(), polarity);
    }
    trainedEvents = current.side().trainedEvents();
    publishRows(current);
    long skips = current.side().nonFiniteSteps();
    if (skips > countedSkips) {
      parts.metrics().countSkippedSteps(skips - countedSkips);
      countedSkips = skips;
    }
  }

  private RowProgress progress() {
    RowProgress.Builder progress =
        RowProgress.newBuilder()
            .setEpoch(task().slots().epoch())
            .setStamp(parts.stamp())
            .setTrainedEvents(trainedEvents)
            .setRatingCount(task().side().ratings().count())
            .setRatingSum(task().side().ratings().sum())
            .setRatingSquareSum(task().side().ratings().squareSum())
            .setRowCount(task().users().count())
            .setCountFloor(task().users().countFloor())
            .setScoreGrid(task().ranking().tuner().grid());
    applied.save(progress);
    for (double sum : task().ranking().tuner().sums()) {
      progress.addPriorScores(sum);
    }
    return progress.build();
  }

  private void forwardUpdates(
      ProcessorContext<byte[], LearnerOutput> context, int partition, ItemUpdates batch) {
    UpdateOrigin origin = new UpdateOrigin(batch.getSourcePartition(), batch.getSourceOffset());
    context.forward(
        new Record<>(
            UpdateKeys.of(partition),
            new Updates(batch),
            context.currentStreamTimeMs(),
            origin.headers()));
  }

  private void report(long nowMs) {
    parts.replica().refreshPriors();
    task().reports().send(trainedEvents, nowMs);
  }

  /** The rows stay with the stores, which may be asked for them again. */
  @Override
  public void close() {
    parts.metrics().remove(taskReading);
    parts.metrics().remove(rowReading);
    Task ended = task;
    if (ended != null) {
      ended.drift().close();
      TaskRemains remains = new TaskRemains(() -> giveBack(ended), () -> letGo(ended));
      ended.rows().ended(remains);
      ended.state().ended(remains);
    }
  }

  private static void giveBack(Task ended) {
    ended.rows().state().giveBack();
    ended.state().state().giveBack();
  }

  private void letGo(Task ended) {
    ended.side().close();
    task = null;
  }

  private void publishRows(Task current) {
    rowReading.publish(
        current.users().count(), current.side().admission(), current.side().expiredUsers());
  }

  private Task task() {
    if (task == null) {
      throw new IllegalStateException("used before init");
    }
    return task;
  }

  /** Read by the metrics' threads. */
  private final class TaskReading implements LearnerMetrics.UserTaskReading {
    @Override
    public long trainedEvents() {
      return trainedEvents;
    }

    @Override
    public Reading quality() {
      return quality.reading();
    }

    @Override
    public DriftMonitor.Reading drift() {
      Task current = task;
      return current == null ? DriftMonitor.Reading.NONE : current.drift().reading();
    }
  }
}
