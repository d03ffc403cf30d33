package io.eddyline.learner.stream;

import io.eddyline.learner.health.DriftMonitor;
import io.eddyline.learner.stream.LearnerOutput.Refused;
import io.eddyline.learner.stream.PrequentialQuality.Reading;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.error.RejectionReason;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user side of one partition in the stream: takes interactions up, hands the sound ones to the
 * {@link UserSideTask} and the others to the quarantine.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class UserSideProcessor
    implements Processor<byte[], byte @Nullable [], byte[], LearnerOutput> {
  private static final Logger LOG = LoggerFactory.getLogger(UserSideProcessor.class);

  private final LearnerParts parts;
  private final PrequentialQuality quality = new PrequentialQuality();
  private final RankBudget budget;
  private final LearnerMetrics.UserTaskReading taskReading = new TaskReading();
  private final RowReading rowReading = new RowReading(RowReading.Side.USER);
  private volatile @Nullable Running running;

  UserSideProcessor(LearnerParts parts) {
    this.parts = parts;
    this.budget = new RankBudget(parts.config().rankEvery(), parts.config().rankBudget());
  }

  /** What exists once Streams has restored the stores. */
  private record Running(
      ProcessorContext<byte[], LearnerOutput> context,
      CommitHook<UserRows> rows,
      CommitHook<StateSlots> state,
      UserRows users,
      UserSideTask task,
      Quarantine quarantine) {
    void giveBack() {
      rows.state().giveBack();
      state.state().giveBack();
    }
  }

  @Override
  public void init(ProcessorContext<byte[], LearnerOutput> context) {
    CommitHook<UserRows> rows = context.getStateStore(TopicCatalogue.USER_STORE);
    CommitHook<StateSlots> state = context.getStateStore(TopicCatalogue.USER_STATE_STORE);
    UserRows users = rows.state();
    UserSideTask task =
        new UserSideTask(parts, context, users, state.state(), quality, budget, rowReading);
    rows.beforeCommit(task::flush);
    Quarantine quarantine =
        new Quarantine(
            parts.poison(),
            parts.metrics(),
            rejection -> context.forward(rejection.withValue(new Refused(rejection.value()))));
    running = new Running(context, rows, state, users, task, quarantine);
    context.schedule(
        Duration.ofMillis(parts.config().reportIntervalMs()),
        PunctuationType.WALL_CLOCK_TIME,
        nowMs -> running().task().report(nowMs));
    parts.metrics().add(taskReading);
    parts.metrics().add(rowReading);
    LOG.info(
        "user side {}: {} users, {} events, epoch {}",
        context.taskId(),
        task.userCount(),
        task.trainedEvents(),
        task.epoch());
  }

  @Override
  public void process(Record<byte[], byte @Nullable []> record) {
    Running current = running();
    UserSideTask task = current.task();
    Quarantine quarantine = current.quarantine();
    InputRecord input = InputRecord.of(current.context(), record);
    if (!task.starts(input)) {
      return;
    }
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
    if (!task.starts(interaction)) {
      return;
    }
    if (interaction.hasSignal()) {
      Signal signal = interaction.getSignal();
      if (Signals.isSound(signal)) {
        long appendedAtMs = interaction.getSourceAppendedAtMs();
        quarantine.guard(
            input, () -> task.learn(signal, appendedAtMs, Math.max(0, record.timestamp())));
      } else {
        quarantine.refuse(input, Signals.reason(signal), Signals.fault(signal));
      }
    }
    task.applied(interaction);
  }

  /** The rows stay with the stores, which may be asked for them again. */
  @Override
  public void close() {
    parts.metrics().remove(taskReading);
    parts.metrics().remove(rowReading);
    Running ended = running;
    if (ended != null) {
      ended.task().end();
      TaskRemains remains =
          new TaskRemains(2, ended.users()::isLogged, ended::giveBack, () -> letGo(ended));
      ended.rows().ended(remains);
      ended.state().ended(remains);
    }
  }

  private void letGo(Running ended) {
    ended.task().close();
    running = null;
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("used before init");
    }
    return running;
  }

  /** Read by the metrics' threads. */
  private final class TaskReading implements LearnerMetrics.UserTaskReading {
    @Override
    public long trainedEvents() {
      Running current = running;
      return current == null ? 0 : current.task().trainedEvents();
    }

    @Override
    public Reading quality() {
      return quality.reading();
    }

    @Override
    public DriftMonitor.Reading drift() {
      Running current = running;
      return current == null ? DriftMonitor.Reading.NONE : current.task().drift();
    }
  }
}
