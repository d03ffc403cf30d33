package io.eddyline.learner.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class StreamSeriesTest {
  @Property(tries = 50)
  void stretchesCoverTheStreamOnceInOrder(@ForAll @IntRange(min = 1, max = 400) int events) {
    StreamSeries series = new StreamSeries(events);
    QualitySum whole = new QualitySum();
    for (int event = 0; event < events; event++) {
      series.add(event, event % 13);
      whole.add(event % 13);
    }
    List<SeriesPoint> points = series.points();
    long before = 0;
    double ndcg = 0;
    for (SeriesPoint point : points) {
      assertThat(point.evaluated()).isEqualTo(point.untilEvent() - before);
      before = point.untilEvent();
      ndcg += point.evaluated() * point.ndcg10();
    }
    assertThat(before).isEqualTo(events);
    assertThat(ndcg / events).isCloseTo(whole.mean().ndcg10(), within(1e-12));
  }

  @Test
  void aStretchWithoutAnEvaluatedEventIsLeftOut() {
    StreamSeries series = new StreamSeries(100);
    series.add(99, 0);
    assertThat(series.points()).containsExactly(new SeriesPoint(100, 1, 1, 1, 1));
  }
}
