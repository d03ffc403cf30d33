package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.serving.overlay.EventTimes;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.overlay.Side;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reading of the log that goes on and on, since no stream is heard. */
class CommittedRowsTest {
  private static final int MAX_USERS = 50;

  private final Overlay overlay =
      new Overlay(new OverlayConfig(MAX_USERS, MAX_USERS), new SimpleMeterRegistry());
  private final FeedMeters meters = new FeedMeters(new SimpleMeterRegistry());
  private final CommittedRows users = rows(Side.USER);
  private final CommittedRows items = rows(Side.ITEM);

  private CommittedRows rows(Side side) {
    NewRows newRows = new NewRows(overlay, meters);
    return new CommittedRows(new RowPartition(side, 0), overlay, newRows, meters);
  }

  private static RowOrigin origin(long epoch, long updates) {
    return new RowOrigin(0, new RowVersion(epoch, updates), updates);
  }

  private static OverlayUser user(String id, long epoch, long updates) {
    return new OverlayUser(
        id,
        origin(epoch, updates),
        new float[] {updates},
        List.of("i" + updates),
        List.of(),
        0,
        0,
        EventTimes.UNKNOWN);
  }

  private static OverlayItem item(String id, long epoch, long updates) {
    float[] vector = {updates};
    return new OverlayItem(id, origin(epoch, updates), vector, vector, vector, updates, 1, 1);
  }

  private void commit(OverlayUser row) {
    users.bring(new LogEntry.User(row));
  }

  /** As the stream's rows come. */
  private void putUncommitted(OverlayUser row) {
    users.beforeUncommitted(row.userId(), row.origin().version());
    assertThat(overlay.put(row)).isTrue();
  }

  @Test
  void holdsNoMoreThanTheOverlayHoweverManyRowsTheLogHas() {
    for (int k = 0; k < 100_000; k++) {
      commit(user("u" + k, 5, 1));
      assertThat(users.count()).isLessThanOrEqualTo(CommittedRows.LEAST_BOUND);
    }

    assertThat(overlay.userCount()).isEqualTo(MAX_USERS);
    assertThat(users.rowCount()).as("rows that the overlay has not").isZero();
    users.prune();
    assertThat(users.count()).isEqualTo(MAX_USERS);
  }

  @Test
  void committedRowComesBackWhenTheOneThatStoodInItsPlaceWasNotCommitted() {
    OverlayUser committed = user("u", 5, 7);
    commit(committed);
    putUncommitted(user("u", 5, 8));
    putUncommitted(user("u", 5, 9));

    users.settle(6);
    assertThat(overlay.user("u")).isSameAs(committed);
    assertThat(users.rowCount()).isZero();

    putUncommitted(user("u", 5, 8));
    users.settle(6);
    assertThat(overlay.user("u")).as("again").isSameAs(committed);
  }

  @Test
  void rowThatCameFromTheStreamFirstIsCommittedToo() {
    OverlayUser streamed = user("u", 5, 7);
    putUncommitted(streamed);
    commit(user("u", 5, 7));

    users.settle(6);
    assertThat(overlay.user("u")).isSameAs(streamed);
  }

  @Test
  void rowThatIsCommittedBehindAnUncommittedOneComesBack() {
    putUncommitted(user("u", 5, 9));
    OverlayUser committed = user("u", 5, 7);
    commit(committed);
    assertThat(overlay.user("u")).isNotSameAs(committed);

    users.settle(6);
    assertThat(overlay.user("u")).isSameAs(committed);
  }

  @Test
  void removalsThatWereNotCommittedAreTakenBackAndOthersStay() {
    OverlayItem kept = item("kept", 5, 3);
    items.bring(new LogEntry.Item(kept));
    items.bring(new LogEntry.Removal("gone", origin(5, 4)));
    items.beforeUncommitted("kept", new RowVersion(5, 4));
    assertThat(overlay.remove(Side.ITEM, "kept", origin(5, 4))).isTrue();
    OverlayItem back = item("gone", 5, 5);
    items.beforeUncommitted("gone", back.origin().version());
    assertThat(overlay.put(back)).isTrue();

    items.settle(6);
    assertThat(overlay.item("kept")).isSameAs(kept);
    assertThat(overlay.item("gone")).isNull();
    assertThat(overlay.origin(Side.ITEM, "gone")).isEqualTo(origin(5, 4));
  }
}
