package io.eddyline.serving.overlay.feed;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.eddyline.schemas.delta.DeltaHandler;
import io.eddyline.schemas.delta.DeltaReader;
import io.eddyline.schemas.delta.sbe.ItemRowDecoder;
import io.eddyline.schemas.delta.sbe.RowRemovedDecoder;
import io.eddyline.schemas.delta.sbe.SeenBlockDecoder;
import io.eddyline.schemas.delta.sbe.StreamPlaceDecoder;
import io.eddyline.schemas.delta.sbe.StreamStartDecoder;
import io.eddyline.schemas.delta.sbe.UserRowDecoder;
import io.eddyline.schemas.delta.sbe.WatermarkDecoder;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.serving.overlay.Side;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the bytes of the streams into calls of the partitions that they are about.
 *
 * <p>Threading: the overlay agent.
 */
final class DeltaAdapter implements FragmentHandler, DeltaHandler {
  private static final Logger log = LoggerFactory.getLogger(DeltaAdapter.class);

  private final PartitionFeeds feeds;
  private final FeedMeters meters;
  private final DeltaReader reader = new DeltaReader();
  private final DeltaRows rows = new DeltaRows();
  private int session;
  private long nowNs;

  DeltaAdapter(PartitionFeeds feeds, FeedMeters meters) {
    this.feeds = feeds;
    this.meters = meters;
  }

  /** The time of the duty cycle that begins. */
  void now(long cycleNs) {
    nowNs = cycleNs;
  }

  @Override
  public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
    onBatch(buffer, offset, length, header.sessionId());
  }

  /** A batch has arrived on an image. */
  void onBatch(DirectBuffer buffer, int offset, int length, int sessionId) {
    session = sessionId;
    try {
      reader.read(buffer, offset, length, this);
    } catch (FormatException e) {
      log.warn("a batch of changed rows is not readable: {}", e.getMessage());
      lose(sessionId);
    } catch (RuntimeException e) {
      log.error("a batch of changed rows could not be laid", e);
      lose(sessionId);
    }
  }

  /** What is behind a message that failed is not known: the log has it. */
  private void lose(int sessionId) {
    meters.unreadable();
    feeds.forEach(feed -> feed.lost(sessionId, CatchUpReason.GAP, nowNs));
  }

  /** The feed that a message is for; null if it does not apply. */
  private @Nullable PartitionFeed admit(StreamPlaceDecoder place) {
    Side side =
        switch (place.side()) {
          case USER -> Side.USER;
          case ITEM -> Side.ITEM;
          case NULL_VAL -> throw new FormatException("message of no side");
        };
    PartitionFeed feed = feeds.of(side, place.partition());
    if (feed == null) {
      meters.unreadable();
      return null;
    }
    boolean applies =
        feed.arrive(place.publisher(), place.epoch(), place.sequence(), session, nowNs);
    return applies ? feed : null;
  }

  @Override
  public void onStreamStart(StreamStartDecoder message) {
    PartitionFeed feed = admit(message.place());
    if (feed != null) {
      feed.started(message.restoredInput());
    }
  }

  @Override
  public void onUserRow(UserRowDecoder message) {
    PartitionFeed feed = admit(message.place());
    if (feed != null) {
      feed.onRow(rows.user(message));
    }
  }

  @Override
  public void onSeenBlock(SeenBlockDecoder message) {
    PartitionFeed feed = admit(message.place());
    if (feed != null) {
      int block = message.block();
      var items = rows.items(message);
      feed.onSeenBlock(message.userId(), block, items);
    }
  }

  @Override
  public void onItemRow(ItemRowDecoder message) {
    PartitionFeed feed = admit(message.place());
    if (feed != null) {
      feed.onRow(rows.item(message));
    }
  }

  @Override
  public void onRowRemoved(RowRemovedDecoder message) {
    PartitionFeed feed = admit(message.place());
    if (feed != null) {
      var origin = DeltaRows.origin(message.place(), message.updates(), message.appliedInput());
      feed.onRemoved(message.rowId(), origin);
    }
  }

  @Override
  public void onWatermark(WatermarkDecoder message) {
    PartitionFeed feed = admit(message.place());
    if (feed != null) {
      feed.onWatermark(rows.mark(message), nowNs);
    }
  }

  /** Its place is not known either: the numbers go on as if it were missing. */
  @Override
  public void onUnknown(int templateId) {
    meters.unreadable();
  }
}
