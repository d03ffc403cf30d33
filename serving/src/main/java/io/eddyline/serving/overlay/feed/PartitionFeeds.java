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
  private final PartitionFeed[] users;
  private final PartitionFeed[] items;

  PartitionFeeds(List<RowPartition> partitions, PartitionFeed.Parts parts) {
    this.users = of(Side.USER, partitions, parts);
    this.items = of(Side.ITEM, partitions, parts);
  }

  private static PartitionFeed[] of(
      Side side, List<RowPartition> partitions, PartitionFeed.Parts parts) {
    return partitions.stream()
        .filter(partition -> partition.side() == side)
        .map(partition -> new PartitionFeed(partition, parts))
        .toArray(PartitionFeed[]::new);
  }

  /** The feed of a partition; null for one that the topics do not have. */
  @Nullable PartitionFeed of(Side side, int number) {
    PartitionFeed[] feeds = side == Side.USER ? users : items;
    return number >= 0 && number < feeds.length ? feeds[number] : null;
  }

  void forEach(Consumer<PartitionFeed> action) {
    for (PartitionFeed feed : users) {
      action.accept(feed);
    }
    for (PartitionFeed feed : items) {
      action.accept(feed);
    }
  }

  /** Those read the log that heard nothing since a moment, or lost a piece of it a while ago. */
  void look(long sinceNs, long nowNs) {
    look(users, sinceNs, nowNs);
    look(items, sinceNs, nowNs);
  }

  private static void look(PartitionFeed[] feeds, long sinceNs, long nowNs) {
    for (PartitionFeed feed : feeds) {
      feed.checkSilence(sinceNs, nowNs);
      feed.mend(nowNs);
    }
  }

  /** Partitions in a state. */
  int count(StreamState state) {
    return count(users, state) + count(items, state);
  }

  private static int count(PartitionFeed[] feeds, StreamState state) {
    int count = 0;
    for (PartitionFeed feed : feeds) {
      count += feed.state() == state ? 1 : 0;
    }
    return count;
  }

  /** Whether every partition has had everything that the loaded versions asked for. */
  boolean areComplete() {
    return areComplete(users) && areComplete(items);
  }

  private static boolean areComplete(PartitionFeed[] feeds) {
    for (PartitionFeed feed : feeds) {
      if (!feed.isComplete()) {
        return false;
      }
    }
    return true;
  }
}
