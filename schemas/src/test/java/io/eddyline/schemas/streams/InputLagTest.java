package io.eddyline.schemas.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class InputLagTest {
  @Test
  void addsUpThePartitionsOfTheInputs() {
    assertThat(
            lag(
                List.of(
                    metric("records-lag", "events", "0", 3.0),
                    metric("records-lag", "events", "1", 4.0),
                    metric("records-lag", "moved", "0", 5.0))))
        .isEqualTo(12);
  }

  @Test
  void leavesOutOtherTopicsOtherMetricsAndWhatIsNotKnownYet() {
    assertThat(
            lag(
                List.of(
                    metric("records-lag", "changelog", "0", 100.0),
                    metric("records-lag-max", "events", "0", 100.0),
                    metric("records-lag", "events", "0", Double.NaN),
                    Map.entry(new MetricName("records-lag", "all", "", Map.of()), value(100.0)),
                    metric("records-lag", "events", "1", "n/a"))))
        .isZero();
  }

  private static double lag(List<Map.Entry<MetricName, Metric>> metrics) {
    Map<MetricName, Metric> all = new HashMap<>();
    metrics.forEach(metric -> all.put(metric.getKey(), metric.getValue()));
    return InputLag.records(all, Set.of("events", "moved"));
  }

  private static Map.Entry<MetricName, Metric> metric(
      String name, String topic, String partition, Object value) {
    Map<String, String> tags = Map.of("topic", topic, "partition", partition);
    return Map.entry(
        new MetricName(name, "consumer-fetch-manager-metrics", "", tags), value(value));
  }

  private static Metric value(Object value) {
    return new Metric() {
      @Override
      public MetricName metricName() {
        throw new AssertionError("nobody asks");
      }

      @Override
      public Object metricValue() {
        return value;
      }
    };
  }
}
