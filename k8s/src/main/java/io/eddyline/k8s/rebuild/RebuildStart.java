package io.eddyline.k8s.rebuild;

import io.eddyline.schemas.control.ControlLog;
import io.eddyline.schemas.control.ControlState;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.record.Rebuild;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a rebuild, done once whatever is killed in between.
 *
 * <ol>
 *   <li>the note on the control topic, with the offsets to begin at;
 *   <li>those offsets as the places of the model's consumer group, while it has none.
 * </ol>
 *
 * <p>Who finds the note goes on where the group stands.
 *
 * <p>Threading: the process's main thread, before the learner starts; waits for Kafka.
 */
final class RebuildStart {
  private static final Logger LOG = LoggerFactory.getLogger(RebuildStart.class);

  private final TopicCatalogue topics;
  private final ControlLog control;
  private final GroupOffsets group;
  private final InstantSource clock;

  RebuildStart(Admin admin, TopicCatalogue topics, ControlLog control, InstantSource clock) {
    this.topics = topics;
    this.control = control;
    this.group = new GroupOffsets(admin, topics.learnerApplicationId());
    this.clock = clock;
  }

  /**
   * Begins a rebuild of the catalogue's model, or finds the one that was begun.
   *
   * @throws EddylineException (STOP) if the model has other state already, or if there is nothing
   *     to train
   */
  Rebuild begin(RebuildFrom from) {
    String model = topics.model();
    ControlState state = control.read();
    Rebuild rebuild = state.rebuild(model);
    if (rebuild == null) {
      refuseUsed(model, state);
      rebuild = note(from);
      LOG.info("rebuild of {} begins at {}: {}", model, from.text(), rebuild.getStartOffsetsMap());
    } else if (!rebuild.getFrom().equals(from.text())) {
      throw refused(
          "model %s is rebuilt from %s, not from %s: go on with that, or take another --model"
              .formatted(model, rebuild.getFrom(), from.text()));
    }
    if (group.committed(topics.interactions()).isEmpty()) {
      if (hasRows()) {
        throw refused(
            ("model %s has learnt, and its place in the log is gone (Kafka forgets those of a group"
                 + " that stands still for offsets.retention.minutes): remove it and begin again")
                .formatted(model));
      }
      group.set(topics.interactions(), rebuild.getStartOffsetsMap());
    }
    return rebuild;
  }

  private void refuseUsed(String model, ControlState state) {
    if (model.equals(state.activeModel())) {
      throw refused(
          "model %s is the one that is served: rebuild under another --model".formatted(model));
    }
    if (!group.committed(topics.interactions()).isEmpty() || hasRows()) {
      throw refused(
          ("model %s has learnt already and was not begun as a rebuild: rebuild under another"
                  + " --model")
              .formatted(model));
    }
  }

  private boolean hasRows() {
    return holdsRecords(topics.userRows()) || holdsRecords(topics.itemRows());
  }

  private boolean holdsRecords(TopicSpec topic) {
    return group.find(topic, OffsetSpec.latest()).values().stream().anyMatch(end -> end > 0);
  }

  private Rebuild note(RebuildFrom from) {
    TopicSpec input = topics.interactions();
    Map<Integer, Long> ends = group.find(input, OffsetSpec.latest());
    Map<Integer, Long> starts =
        group.find(
            input,
            from.timestampMs().isPresent()
                ? OffsetSpec.forTimestamp(from.timestampMs().getAsLong())
                : OffsetSpec.earliest());
    // A partition without a record that late is taken up at its end.
    starts.replaceAll((partition, start) -> start < 0 ? ends.getOrDefault(partition, 0L) : start);
    if (starts.equals(ends)) {
      throw refused(
          "%s holds nothing from %s on: there is nothing to rebuild from"
              .formatted(input.name(), from.text()));
    }
    Rebuild rebuild =
        Rebuild.newBuilder()
            .setModel(topics.model())
            .setFrom(from.text())
            .putAllStartOffsets(starts)
            .build();
    control.note(rebuild, "rebuild begun", clock.millis());
    return rebuild;
  }

  private static EddylineException refused(String message) {
    return new EddylineException(Action.STOP, message);
  }
}
