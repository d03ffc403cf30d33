package io.eddyline.k8s.rebuild;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How far a rebuilt model is behind the log, over all processes that learn it.
 *
 * <pre>
 *   INTERACTIONS   every interaction that was there at the beginning is trained by the user side
 *     ↓            (the ends of the item updates are noted)
 *   ITEM_UPDATES   and by the item side
 *     ↓            (the ends of the rows are noted)
 *   SNAPSHOT       and a version holds the rows
 * </pre>
 *
 * <p>Each stage is reached once; the end of the one before is what the next is held against.
 *
 * <p>Threading: one thread.
 */
final class CatchUp {
  /** What is waited for. */
  enum Stage {
    INTERACTIONS,
    ITEM_UPDATES,
    SNAPSHOT
  }

  private final TopicCatalogue topics;
  private final SnapshotStore store;
  private final CommittedLog log;
  private final GroupOffsets group;
  private Stage stage = Stage.INTERACTIONS;
  private Map<Integer, Long> inputEnds = Map.of();
  private Map<Integer, Long> updateEnds = Map.of();
  private Map<Integer, Long> userRowEnds = Map.of();
  private Map<Integer, Long> itemRowEnds = Map.of();

  CatchUp(TopicCatalogue topics, SnapshotStore store, CommittedLog log, GroupOffsets group) {
    this.topics = topics;
    this.store = store;
    this.log = log;
    this.group = group;
  }

  Stage stage() {
    return stage;
  }

  /** Where the input ended at the first call of {@link #advance}. */
  Map<Integer, Long> inputEnds() {
    return inputEnds;
  }

  /** Looks how far the model is; returns the version that has caught up, if there is one. */
  OptionalLong advance() throws IOException {
    if (inputEnds.isEmpty()) {
      inputEnds = log.ends(topics.interactions());
    }
    if (stage == Stage.INTERACTIONS && isConsumed(topics.interactions(), inputEnds)) {
      updateEnds = log.ends(topics.itemUpdates());
      stage = Stage.ITEM_UPDATES;
    }
    if (stage == Stage.ITEM_UPDATES && isConsumed(topics.itemUpdates(), updateEnds)) {
      userRowEnds = log.ends(topics.userRows());
      itemRowEnds = log.ends(topics.itemRows());
      stage = Stage.SNAPSHOT;
    }
    return stage == Stage.SNAPSHOT ? snapshot() : OptionalLong.empty();
  }

  /** Offsets of the input that the model has not read at this moment. */
  long lag() {
    Map<Integer, Long> read = read();
    Map<Integer, Long> ends = log.ends(topics.interactions());
    return log.isRead(topics.interactions(), read, ends)
        ? 0
        : ends.entrySet().stream()
            .mapToLong(end -> Math.max(0, end.getValue() - read.getOrDefault(end.getKey(), 0L)))
            .sum();
  }

  /** Next offset of the input by partition. */
  Map<Integer, Long> read() {
    return group.committed(topics.interactions());
  }

  private boolean isConsumed(TopicSpec topic, Map<Integer, Long> ends) {
    return log.isRead(topic, group.committed(topic), ends);
  }

  private OptionalLong snapshot() throws IOException {
    List<Long> versions = store.versions(topics.model());
    if (versions.isEmpty()) {
      return OptionalLong.empty();
    }
    Manifest newest;
    try {
      newest = store.open(topics.model(), versions.getLast()).manifest();
    } catch (FormatException e) {
      return OptionalLong.empty(); // a newer one may have taken its place
    }
    boolean holdsAll =
        newest.isServable()
            && newest.counts().items() > 0
            && log.isRead(
                topics.userRows(), new TreeMap<>(newest.offsets().userRows()), userRowEnds)
            && log.isRead(
                topics.itemRows(), new TreeMap<>(newest.offsets().itemRows()), itemRowEnds);
    return holdsAll ? OptionalLong.of(newest.version()) : OptionalLong.empty();
  }
}
