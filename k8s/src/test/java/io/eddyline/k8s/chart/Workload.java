package io.eddyline.k8s.chart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Deployment or a StatefulSet, as far as its pods go.
 *
 * @param claims names of the volumes that each pod gets for itself
 */
record Workload(
    String name,
    String tier,
    int replicas,
    LabelSelector selector,
    PodTemplateSpec template,
    List<String> claims) {
  private static final String TIER = "app.kubernetes.io/component";

  /** Those among rendered objects. */
  static List<Workload> among(List<ObjectNode> objects) {
    return objects.stream()
        .filter(object -> object.path("spec").path("template").path("spec").has("containers"))
        .map(TypedModels::parse)
        .map(Workload::of)
        .toList();
  }

  private static Workload of(Object object) {
    return switch (object) {
      case Deployment it ->
          new Workload(
              it.getMetadata().getName(),
              it.getMetadata().getLabels().getOrDefault(TIER, ""),
              replicas(it.getSpec().getReplicas()),
              it.getSpec().getSelector(),
              it.getSpec().getTemplate(),
              List.of());
      case StatefulSet it ->
          new Workload(
              it.getMetadata().getName(),
              it.getMetadata().getLabels().getOrDefault(TIER, ""),
              replicas(it.getSpec().getReplicas()),
              it.getSpec().getSelector(),
              it.getSpec().getTemplate(),
              it.getSpec().getVolumeClaimTemplates().stream().map(Workload::nameOf).toList());
      default -> throw new IllegalArgumentException("no workload: " + object.getClass());
    };
  }

  PodSpec pod() {
    return template.getSpec();
  }

  /** The only one. */
  Container container() {
    if (pod().getContainers().size() != 1 || !pod().getInitContainers().isEmpty()) {
      throw new AssertionError(name + " has more than one container");
    }
    return pod().getContainers().getFirst();
  }

  /** Labels of its pods. */
  Map<String, String> labels() {
    return template.getMetadata().getLabels();
  }

  /** Whether a selector means its pods. */
  boolean isMeantBy(LabelSelector other) {
    Map<String, String> labels = labels();
    return labels.entrySet().containsAll(other.getMatchLabels().entrySet())
        && other.getMatchExpressions().stream()
            .allMatch(
                it ->
                    it.getOperator().equals("In")
                        && it.getValues().contains(labels.getOrDefault(it.getKey(), "")));
  }

  /* Without a number something else scales it. */
  private static int replicas(@Nullable Integer written) {
    return written == null ? Integer.MAX_VALUE : written;
  }

  private static String nameOf(PersistentVolumeClaim claim) {
    return claim.getMetadata().getName();
  }
}
