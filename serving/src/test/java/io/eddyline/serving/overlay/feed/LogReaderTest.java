package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.serving.RowTopics;
import io.eddyline.serving.TestTopics;
import io.eddyline.serving.overlay.Side;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogReaderTest {
  private static final RowPartition USERS = new RowPartition(Side.USER, 0);
  private static final long BEGINNING = 12;
  private static final float[] VECTOR = {1, 0};

  private final RowTopics rows = new RowTopics(TestTopics.CATALOGUE, BEGINNING, 13);
  private final FeedMeters meters = new FeedMeters(new SimpleMeterRegistry());

  /** Fails once, at the piece of a number. */
  private static final class FailingQueue extends ArrayBlockingQueue<LogPiece> {
    private static final long serialVersionUID = 1;

    private int left;

    private FailingQueue(int at) {
      super(64);
      this.left = at;
    }

    @Override
    public boolean offer(LogPiece piece, long timeout, TimeUnit unit) throws InterruptedException {
      if (left-- == 0) {
        throw new IllegalStateException("played failure");
      }
      return super.offer(piece, timeout, unit);
    }
  }

  private void commit(String user, long input) {
    rows.user(0, user, 5, 1, VECTOR);
    rows.progress(true, 0, 5, input, Map.of(), 0);
  }

  @Test
  void whatWasPolledIsReadAgainWhenHandingItOverFails() {
    commit("a", 1);
    commit("b", 2);
    commit("c", 3);
    FailingQueue pieces = new FailingQueue(1);
    List<LogPiece> taken = new ArrayList<>();
    try (LogReader reader = new LogReader(rows.open(), TestTopics.CATALOGUE, pieces, meters)) {
      reader.start();
      reader.read(USERS, BEGINNING, 1);
      await()
          .until(
              () -> {
                pieces.drainTo(taken);
                return !taken.isEmpty() && taken.getLast().ended();
              });
    }

    assertThat(taken)
        .flatExtracting(LogPiece::entries)
        .extracting(entry -> ((LogEntry.Row) entry).id())
        .containsExactly("a", "a", "b", "c");
  }
}
