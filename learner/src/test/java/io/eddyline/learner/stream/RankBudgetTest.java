package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class RankBudgetTest {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;

  @Test
  void admitsEveryNthEvent() {
    RankBudget budget = new RankBudget(20, 1);

    assertThat(admitted(budget, 100, 0, 0)).isEqualTo(5);
  }

  @Test
  void admitsAllWithTimeToSpare() {
    assertThat(admitted(new RankBudget(1, 0.2), 1000, MS, MS / 10)).isEqualTo(1000);
  }

  @Test
  void spendsItsShareAndNoMore() {
    int events = 100_000;
    int ranked = admitted(new RankBudget(1, 0.2), events, MS, 5 * MS);

    double share = ranked * 5.0 / events;
    assertThat(share).isCloseTo(0.2, within(0.01));
  }

  @Test
  void ranksNothingWithoutShare() {
    assertThat(admitted(new RankBudget(1, 0), 100, SECOND, 0)).isZero();
  }

  @Test
  void quietHoursDoNotSaveUpForBusyOnes() {
    RankBudget budget = new RankBudget(1, 0.5);
    long now = 0;
    budget.admits(now);
    for (int hour = 0; hour < 20; hour++) {
      now += 3600 * SECOND;
      budget.admits(now);
    }
    long savedNs = 0;
    while (budget.admits(now) && savedNs < 3600 * SECOND) {
      budget.spent(SECOND);
      savedNs += SECOND;
    }

    assertThat(savedNs).isLessThan(60 * SECOND);
  }

  /** How many of the events are ranked, each ranking lasting as long as said. */
  private static int admitted(RankBudget budget, int events, long betweenNs, long rankNs) {
    int admitted = 0;
    for (int event = 0; event < events; event++) {
      if (budget.admits(event * betweenNs)) {
        budget.spent(rankNs);
        admitted++;
      }
    }
    return admitted;
  }
}
