package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * A learner's task of users that trains, sends, commits and now and then dies with a transaction
 * open: what it had not committed is trained once more by the next life.
 */
final class TrainedTask {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int USERS = 200;
  /* Beyond what the loaded version holds. */
  private static final long FIRST_OFFSET = 1_000;
  private static final int EVENTS_A_PAUSE = 20;
  private static final long PAUSE_NS = 1_000_000;
  private static final float[] VECTOR = {1, 0, 0, 0, 0, 0, 0, 0};

  private final SplittableRandom random;
  private final SimulatedLearner learner;
  private final List<UdpReader> readers;
  private final Map<String, Long> rows = new HashMap<>();
  private final Map<String, RowVersion> committed = new HashMap<>();
  private final TreeSet<String> dirty = new TreeSet<>();
  private long epoch = 100;
  private long input = -1;
  private long committedInput = -1;

  TrainedTask(SplittableRandom random, SimulatedLearner learner, List<UdpReader> readers) {
    this.random = random;
    this.learner = learner;
    this.readers = readers;
    learner.begin(epoch, input);
  }

  /** Trains so many events, some ten thousand a second, with all that belongs to it. */
  void run(int events) {
    for (int event = 0; event < events; event++) {
      train();
      if (random.nextInt(8) == 0) {
        sayWatermark();
      }
      if (random.nextInt(40) == 0) {
        commit();
      }
      if (random.nextInt(1_000) == 0) {
        die();
      }
      if (event % EVENTS_A_PAUSE == 0) {
        LockSupport.parkNanos(PAUSE_NS);
      }
    }
  }

  private void train() {
    input++;
    String user = "u" + random.nextInt(USERS);
    long updates = rows.merge(user, 1L, Long::sum);
    dirty.add(user);
    learner.user(user, updates, input, VECTOR, List.of());
  }

  void sayWatermark() {
    learner.watermark(input, sources());
  }

  void commit() {
    for (String user : dirty) {
      long updates = rows.getOrDefault(user, 0L);
      committed.put(user, new RowVersion(epoch, updates));
      readers.forEach(reader -> reader.rows.user(0, user, epoch, updates, VECTOR));
    }
    dirty.clear();
    committedInput = input;
    readers.forEach(reader -> reader.rows.progress(true, 0, epoch, input, sources(), 0));
  }

  private Map<Integer, Long> sources() {
    return input < 0 ? Map.of() : Map.of(0, offset());
  }

  private void die() {
    epoch += 1 + random.nextInt(3);
    input = committedInput;
    dirty.clear();
    rows.clear();
    committed.forEach((user, version) -> rows.put(user, version.updates()));
    learner.begin(epoch, input);
  }

  /** Offset of the event that was trained last. */
  long offset() {
    return FIRST_OFFSET + input;
  }

  /**
   * Everything is committed, and said again until a reader has it; then it has exactly the rows
   * that the log has.
   */
  void awaitConvergence(UdpReader reader, String where) {
    commit();
    await(where)
        .atMost(PATIENCE)
        .until(
            () -> {
              sayWatermark();
              return reader.has(offset()) && reader.isLive();
            });
    checkAllRows(reader, where);
  }

  void checkAllRows(UdpReader reader, String where) {
    Map<String, RowVersion> held = new HashMap<>();
    for (int k = 0; k < USERS; k++) {
      RowOrigin origin = reader.origin("u" + k);
      if (origin != null) {
        held.put("u" + k, origin.version());
      }
    }
    assertThat(held).as(where).isEqualTo(committed);
  }
}
