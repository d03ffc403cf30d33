package io.eddyline.schemas.streams;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** How far a Kafka Streams application is behind its inputs. Stateless; any thread. */
public final class InputLag {
  private static final String LAG = "records-lag";

  private InputLag() {}

  /**
   * Records of the topics that the application's consumers know of and have not read, in the
   * partitions that they have; 0 before they know of any.
   *
   * @param metrics of the application
   */
  public static double records(Map<MetricName, ? extends Metric> metrics, Set<String> topics) {
    double lag = 0;
    for (Map.Entry<MetricName, ? extends Metric> metric : metrics.entrySet()) {
      MetricName name = metric.getKey();
      String topic = name.tags().get("topic");
      if (name.name().equals(LAG)
          && topic != null
          && topics.contains(topic)
          && metric.getValue().metricValue() instanceof Double records
          && Double.isFinite(records)) {
        lag += records;
      }
    }
    return lag;
  }
}
