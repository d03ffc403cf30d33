package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.token.EventToken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitersTest {
  private static final int LONG_MS = 60_000;

  private final Watermarks watermarks = new Watermarks(List.of(), 1);
  private final Waiters waiters = new Waiters(watermarks, 2);

  private CompletableFuture<Boolean> await(long offset) {
    return waiters.await(new EventToken(new TreeMap<>(Map.of(0, offset))), LONG_MS);
  }

  @Test
  void oneBeyondTheBoundIsAnsweredAtOnce() {
    CompletableFuture<Boolean> first = await(1);
    CompletableFuture<Boolean> second = await(1);
    assertThat(await(1)).isCompletedWithValue(false);
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    assertThat(waiters.count()).isEqualTo(2);
  }

  @Test
  void whoLeavesMakesRoom() {
    CompletableFuture<Boolean> first = await(1);
    CompletableFuture<Boolean> second = await(1);
    assertThat(first.cancel(false)).isTrue();
    CompletableFuture<Boolean> third = await(2);
    assertThat(third).isNotDone();

    watermarks.base(Map.of(0, 1L));
    assertThat(watermarks.publish()).isTrue();
    assertThat(waiters.doWork(true)).isEqualTo(3);
    assertThat(second).succeedsWithin(Duration.ZERO).isEqualTo(true);
    assertThat(third).isNotDone();

    waiters.close();
    assertThat(third).isCompletedWithValue(false);
    assertThat(waiters.count()).isZero();
  }
}
