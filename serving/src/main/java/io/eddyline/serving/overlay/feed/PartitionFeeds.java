package io.eddyline.serving.overlay.feed;

import io.eddyline.serving.overlay.Side;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The feeds of all partitions of both sides.
 *
 * <p>Threading: the overlay agent.
 */
final class PartitionFeeds {
  private final List<PartitionFeed> users;
  private final List<PartitionFeed> items;

  PartitionFeeds(List<RowPartition> partitions, PartitionFeed.Parts parts) {
    this.users = of(Side.USER, partitions, parts);
    this.items = of(Side.ITEM, partitions, parts);
  }

  private static List<PartitionFeed> of(
      Side side, List<RowPartition> partitions, PartitionFeed.Parts parts) {
    return partitions.stream()
        .filter(partition -> partition.side() == side)
        .map(partition -> new PartitionFeed(partition, parts))
        .toList();
  }

  /** The feed of a partition, null for one that the topics do not have. */
  @Nullable PartitionFeed of(Side side, int number) {
    List<PartitionFeed> feeds = side == Side.USER ? users : items;
    return number >= 0 && number < feeds.size() ? feeds.get(number) : null;
  }

  void forEach(Consumer<PartitionFeed> action) {
    users.forEach(action);
    items.forEach(action);
  }

  /** Partitions in a state. */
  int count(StreamState state) {
    int count = 0;
    for (PartitionFeed feed : users) {
      count += feed.state() == state ? 1 : 0;
    }
    for (PartitionFeed feed : items) {
      count += feed.state() == state ? 1 : 0;
    }
    return count;
  }

  /** Whether every partition has had everything that the loaded versions asked for. */
  boolean areComplete() {
    return users.stream().allMatch(PartitionFeed::isComplete)
        && items.stream().allMatch(PartitionFeed::isComplete);
  }
}
