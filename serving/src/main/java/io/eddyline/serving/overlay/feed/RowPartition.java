package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.snapshot.Manifest.Offsets;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import io.eddyline.serving.overlay.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The rows of one partition of one side of the learner: what one task owns, one stream brings and
 * one partition of a row topic logs.
 */
record RowPartition(Side side, int number) {
  /** All of a model's. */
  static List<RowPartition> all(TopicCatalogue topics) {
    List<RowPartition> all = new ArrayList<>();
    for (int number = 0; number < topics.userRows().partitions(); number++) {
      all.add(new RowPartition(Side.USER, number));
    }
    for (int number = 0; number < topics.itemRows().partitions(); number++) {
      all.add(new RowPartition(Side.ITEM, number));
    }
    return all;
  }

  boolean isOfUsers() {
    return side == Side.USER;
  }

  /** Where the rows are logged. */
  TopicPartition logIn(TopicCatalogue topics) {
    TopicSpec topic = isOfUsers() ? topics.userRows() : topics.itemRows();
    return new TopicPartition(topic.name(), number);
  }

  /** First offset of the log that a version does not hold. */
  long start(Offsets version) {
    Map<Integer, Long> starts = isOfUsers() ? version.userRows() : version.itemRows();
    return starts.getOrDefault(number, 0L);
  }

  @Override
  public String toString() {
    return (isOfUsers() ? "users-" : "items-") + number;
  }
}
