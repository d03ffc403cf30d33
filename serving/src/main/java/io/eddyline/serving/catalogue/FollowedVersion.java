package io.eddyline.serving.catalogue;

import io.eddyline.serving.model.LoadedModel;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.TopicPartition;

/**
 * A loaded version, and from where on it wants the topic.
 *
 * <p>Threading: the follower's thread; {@link #caughtUp} from any.
 */
final class FollowedVersion {
  private final LoadedModel model;
  private final Map<Integer, Long> starts;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private Map<TopicPartition, Long> target = Map.of();

  FollowedVersion(LoadedModel model) {
    this.model = model;
    this.starts = new HashMap<>(model.manifest().offsets().items());
  }

  /** First offset of a partition that the version's own catalogue does not hold. */
  long start(int partition) {
    return starts.getOrDefault(partition, 0L);
  }

  /** The partition's offsets mean something else now: all that it holds is news. */
  void startAnew(int partition) {
    starts.put(partition, 0L);
  }

  /** Lays over the version what is news to it. */
  void lay(Collection<Change> changes) {
    model.lay(
        changes.stream()
            .filter(change -> change.offset() >= start(change.partition()))
            .map(Change::entry)
            .toList());
  }

  boolean isClosed() {
    return model.isClosed();
  }

  /** Has caught up once these offsets are reached. */
  void target(Map<TopicPartition, Long> ends) {
    target = ends;
  }

  Map<TopicPartition, Long> target() {
    return target;
  }

  CountDownLatch caughtUp() {
    return caughtUp;
  }

  @Override
  public String toString() {
    return "version %d of model %s".formatted(model.version(), model.name());
  }
}
