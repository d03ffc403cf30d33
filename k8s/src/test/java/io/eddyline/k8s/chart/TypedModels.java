package io.eddyline.k8s.chart;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.Map;

/**
 * Reads objects as their types, strictly: the models keep fields that they do not know in a map of
 * their own, which here is switched off, so that such a field fails. Threading: thread-safe.
 */
final class TypedModels {
  private static final Map<String, Class<?>> TYPES =
      Map.ofEntries(
          entry("v1 ConfigMap", ConfigMap.class),
          entry("v1 PersistentVolumeClaim", PersistentVolumeClaim.class),
          entry("v1 Service", Service.class),
          entry("v1 ServiceAccount", ServiceAccount.class),
          entry("apps/v1 Deployment", Deployment.class),
          entry("apps/v1 StatefulSet", StatefulSet.class),
          entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          entry("gateway.networking.k8s.io/v1 HTTPRoute", HTTPRoute.class),
          entry("keda.sh/v1alpha1 ScaledObject", ScaledObject.class),
          entry("kafka.strimzi.io/v1 Kafka", Kafka.class),
          entry("kafka.strimzi.io/v1 KafkaNodePool", KafkaNodePool.class),
          entry("kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class),
          entry("kafka.strimzi.io/v1 KafkaUser", KafkaUser.class),
          entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
          entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
          entry("networking.k8s.io/v1 Ingress", Ingress.class),
          entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
          entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class));

  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(new NoOtherFields())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private TypedModels() {}

  /**
   * An object as the type that its {@code apiVersion} and {@code kind} name.
   *
   * @throws IllegalArgumentException if there is no such type, or it has no such field, or the
   *     field another type
   */
  static Object parse(JsonNode object) {
    String name = object.path("apiVersion").asText() + " " + object.path("kind").asText();
    Class<?> type = TYPES.get(name);
    if (type == null) {
      throw new IllegalArgumentException("no model for " + name);
    }
    return STRICT.convertValue(object, type);
  }

  /** The same, where the type is known. */
  static <T> T parse(JsonNode object, Class<T> type) {
    return type.cast(parse(object));
  }

  private static final class NoOtherFields extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }
}
