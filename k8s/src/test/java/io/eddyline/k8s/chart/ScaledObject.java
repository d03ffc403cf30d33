package io.eddyline.k8s.chart;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * KEDA's ScaledObject, the fields that the chart uses: no library has the model.
 *
 * <p>Source: keda.sh, "ScaledObject specification", v1alpha1, and its triggers "Apache Kafka" and
 * "CPU".
 */
record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
  record Spec(
      Target scaleTargetRef,
      int minReplicaCount,
      int maxReplicaCount,
      int cooldownPeriod,
      List<Trigger> triggers) {}

  record Target(String kind, String name) {}

  /**
   * One thing that is watched.
   *
   * @param metricType of processor time: Utilization
   * @param metadata every value is text
   */
  record Trigger(
      String type,
      @Nullable String metricType,
      Map<String, String> metadata,
      @Nullable Authentication authenticationRef) {}

  record Authentication(String name) {}
}
