package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.serving.RowTopics;
import io.eddyline.serving.overlay.Side;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A learner's tasks of users and items that train, send, commit and now and then die with a
 * transaction open: what they had not committed is trained once more by the next life.
 */
final class TrainedTask {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int IDS = 199;
  /* Beyond what the loaded version holds. */
  private static final long FIRST_OFFSET = 1_000;
  private static final long FIRST_EPOCH = 100;
  private static final int EVENTS_A_PAUSE = 20;
  private static final long PAUSE_NS = 1_000_000;

  private final SplittableRandom random;
  private final List<UdpReader> readers;
  private final TrainedSide users;
  private final TrainedSide items;

  TrainedTask(SplittableRandom random, SimulatedLearner learner, List<UdpReader> readers) {
    this.random = random;
    this.readers = readers;
    this.users = new TrainedSide(Side.USER, IDS, FIRST_EPOCH, learner);
    this.items = new TrainedSide(Side.ITEM, IDS, FIRST_EPOCH, learner);
  }

  /** Trains so many events, some ten thousand a second, with all that belongs to it. */
  void run(int events) {
    for (int event = 0; event < events; event++) {
      users.train();
      items.train();
      if (random.nextInt(8) == 0) {
        sayWatermark();
      }
      if (random.nextInt(40) == 0) {
        commit();
      }
      if (random.nextInt(1_000) == 0) {
        users.die(1 + random.nextInt(3));
      }
      if (random.nextInt(1_000) == 0) {
        items.die(1 + random.nextInt(3));
      }
      if (event % EVENTS_A_PAUSE == 0) {
        LockSupport.parkNanos(PAUSE_NS);
      }
    }
  }

  private void sayWatermark() {
    users.sayWatermark(sources());
    items.sayWatermark(Map.of());
  }

  /** Everything is trained and committed, also what was lost with an earlier life. */
  void commitAll() {
    users.retrain();
    items.retrain();
    commit();
  }

  private void commit() {
    List<RowTopics> logs = readers.stream().map(reader -> reader.rows).toList();
    users.commit(logs, sources());
    items.commit(logs, Map.of());
  }

  private Map<Integer, Long> sources() {
    return users.input() < 0 ? Map.of() : Map.of(0, offset());
  }

  /** Offset of the event that was trained last. */
  long offset() {
    return FIRST_OFFSET + users.input();
  }

  /**
   * Everything is committed, and said again until a reader has it; then it has exactly the rows
   * that the log has.
   */
  void awaitConvergence(UdpReader reader, String where) {
    commitAll();
    await(where)
        .atMost(PATIENCE)
        .until(
            () -> {
              sayWatermark();
              return reader.has(offset()) && reader.isLive();
            });
    checkUsers(reader, where);
    awaitAllRows(reader, where);
  }

  /** Whole rows of both sides, as soon as what was committed last is read. */
  void awaitAllRows(UdpReader reader, String where) {
    await(where)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              sayWatermark();
              checkUsers(reader, where);
              checkItems(reader, where);
            });
  }

  private void checkUsers(UdpReader reader, String where) {
    assertThat(users.texts(reader.overlay())).as(where).isEqualTo(users.texts());
  }

  private void checkItems(UdpReader reader, String where) {
    assertThat(items.texts(reader.overlay())).as(where).isEqualTo(items.texts());
  }
}
