package io.eddyline.learner.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.learner.health.DriftMonitor.Reading;
import io.eddyline.learner.kernel.Generator;
import io.eddyline.schemas.config.RecordSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Items stand on a circle, a history is one item; a stream draws items from a part of it. */
final class DriftMonitorTest {
  private static final int ITEMS = 360;
  private static final int WINDOW = 400;
  private static final int HISTORY = 3;

  private final Generator random = new Generator(17);
  private final List<Integer> embedded = new ArrayList<>();
  private final DriftMonitor monitor = monitor(100);
  private int nextUser;

  @Test
  void unchangedStreamGivesNoAlarm() {
    window(0, ITEMS);
    for (int k = 0; k < 20; k++) {
      window(0, ITEMS);
      assertThat(compare().alarm()).as("window %d", k).isFalse();
    }
    assertThat(monitor.reading().comparisons()).isEqualTo(20);
  }

  @Test
  void changedStreamGivesTheAlarmAndTheNextWindowEndsIt() {
    window(0, 120);
    window(180, 120);
    assertThat(compare().alarm()).isTrue();
    assertThat(monitor.reading().deviations()).isGreaterThan(4);

    window(180, 120);
    assertThat(compare().alarm()).isFalse();
  }

  @Test
  void eachPairOfWindowsIsComparedOnce() {
    window(0, ITEMS);
    assertThat(monitor.isReady()).isFalse();
    assertThat(monitor.compare()).isNull();
    window(0, ITEMS);
    assertThat(monitor.compare()).isNotNull();
    assertThat(monitor.compare()).isNull();
  }

  @Test
  void oneUsersEventsAreOneSample() {
    for (int event = 0; event < 3 * WINDOW; event++) {
      monitor.offer(1, new int[] {5}, 1);
    }
    assertThat(monitor.isReady()).isFalse();
  }

  @Test
  void emptyHistoriesAreNoSamples() {
    for (int event = 0; event < 3 * WINDOW; event++) {
      monitor.offer(event, new int[HISTORY], 0);
    }
    assertThat(monitor.isReady()).isFalse();
  }

  @Test
  void withoutSamplesNothingIsWatched() {
    DriftMonitor off = monitor(0);
    for (int event = 0; event < 3 * WINDOW; event++) {
      off.offer(event, new int[] {1}, 1);
    }
    assertThat(off.isReady()).isFalse();
    assertThat(off.reading()).isEqualTo(Reading.NONE);
  }

  @Test
  void goneItemsLeaveTheSamples() {
    window(0, 120);
    window(0, 120);
    monitor.drop(item -> item % 2 == 0);
    assertThat(monitor.isReady()).isTrue();
    embedded.clear();
    compare();
    assertThat(embedded).isNotEmpty().allMatch(item -> item % 2 == 1);

    window(0, 120);
    monitor.drop(item -> true);
    assertThat(monitor.isReady()).as("nothing is left").isFalse();
  }

  @Test
  void windowsOfTooFewHistoriesAreCounted() {
    window(0, ITEMS);
    assertThat(monitor.reading().scarceWindows()).isZero();
    for (int event = 0; event < 2 * WINDOW; event++) {
      monitor.offer(1, new int[] {5}, 1);
    }
    assertThat(monitor.reading().scarceWindows()).isEqualTo(2);
    assertThat(monitor.reading().comparisons()).isZero();
  }

  @Test
  void refusesSamplesThatWouldNeverBeCompared() {
    assertThatThrownBy(() -> monitor(29))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("learner.drift.samples 29")
        .hasMessageContaining("0 or at least 30");
    assertThat(monitor(30).isReady()).isFalse();
  }

  private Reading compare() {
    return Objects.requireNonNull(monitor.compare(), "nothing to compare");
  }

  private void window(int firstItem, int items) {
    for (int event = 0; event < WINDOW; event++) {
      int item = (firstItem + random.nextInt(items)) % ITEMS;
      monitor.offer(nextUser++, new int[] {item}, 1);
    }
  }

  private DriftMonitor monitor(int samples) {
    DriftSettings settings =
        RecordSettings.bind(
            DriftSettings.class,
            Map.of("window-events", String.valueOf(WINDOW), "samples", String.valueOf(samples)));
    return new DriftMonitor(
        settings,
        HISTORY,
        2,
        (items, count, target, at) -> {
          embedded.add(items[0]);
          target[at] = (float) Math.cos(2 * Math.PI * items[0] / ITEMS);
          target[at + 1] = (float) Math.sin(2 * Math.PI * items[0] / ITEMS);
        },
        new Generator(1));
  }
}
