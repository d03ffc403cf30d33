package io.eddyline.k8s.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.serving.overlay.feed.OverlayFeedConfig;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may come to the pods and go from them, and under which names they are found. */
class ChartFlowsTest {
  @ParameterizedTest
  @EnumSource
  void whatIsNotNamedIsDenied(Profile profile) {
    List<ObjectNode> objects = Chart.render(profile);
    assertThat(policies(objects))
        .filteredOn(policy -> policy.getMetadata().getName().endsWith("-deny-all"))
        .singleElement()
        .satisfies(
            policy -> {
              assertThat(policy.getSpec().getPolicyTypes())
                  .containsExactlyInAnyOrder("Ingress", "Egress");
              assertThat(policy.getSpec().getIngress()).isEmpty();
              assertThat(policy.getSpec().getEgress()).isEmpty();
              assertThat(Workload.among(objects))
                  .allMatch(workload -> workload.isMeantBy(policy.getSpec().getPodSelector()));
            });
  }

  @ParameterizedTest
  @EnumSource
  void everyPortIsInAPolicy(Profile profile) {
    List<ObjectNode> objects = Chart.render(profile);
    for (Workload workload : Workload.among(objects)) {
      List<NetworkPolicyPort> open =
          policies(objects).stream()
              .filter(policy -> workload.isMeantBy(policy.getSpec().getPodSelector()))
              .flatMap(policy -> policy.getSpec().getIngress().stream())
              .map(NetworkPolicyIngressRule::getPorts)
              .flatMap(List::stream)
              .toList();
      for (ContainerPort port : workload.container().getPorts()) {
        assertThat(open)
            .as("policies for port %s of %s", port.getName(), workload.name())
            .anyMatch(allowed -> isFor(allowed, port));
      }
    }
  }

  @Test
  void changedRowsHaveAPortForEachLearnerThatServingListensTo() {
    OverlayFeedConfig loaded = RecordSettings.defaults(OverlayFeedConfig.class);
    assertThat(changedRowPorts(Chart.render(Profile.PRODUCTION)))
        .containsOnly(range(loaded.port(), loaded.maxLearners()));
    assertThat(
            changedRowPorts(
                Chart.render(
                    Profile.PRODUCTION,
                    Map.of(
                        "settings.serving.overlay-feed.port", "41000",
                        "settings.serving.overlay-feed.max-learners", "7"))))
        .containsOnly(range(41_000, 7));
  }

  private static String range(int first, int learners) {
    return "UDP %d to %d".formatted(first, first + learners - 1);
  }

  private static NetworkPolicy policy(List<ObjectNode> objects, String flow) {
    return policies(objects).stream()
        .filter(it -> it.getMetadata().getName().equals(Chart.FULL_NAME + "-" + flow))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isServing(NetworkPolicyPeer peer) {
    return "serving"
        .equals(peer.getPodSelector().getMatchLabels().get("app.kubernetes.io/component"));
  }

  private static boolean isLearner(NetworkPolicyPeer peer) {
    return peer.getPodSelector().getMatchExpressions().stream()
        .anyMatch(it -> it.getValues().contains("learner"));
  }

  /** The ports to which learners send, as their policy and serving's have them. */
  private static List<String> changedRowPorts(List<ObjectNode> objects) {
    List<NetworkPolicyPort> ports = new ArrayList<>();
    policy(objects, "learner-deltas").getSpec().getEgress().stream()
        .filter(rule -> rule.getTo().stream().anyMatch(ChartFlowsTest::isServing))
        .forEach(rule -> ports.addAll(rule.getPorts()));
    policy(objects, "serving-deltas").getSpec().getIngress().stream()
        .filter(rule -> rule.getFrom().stream().anyMatch(ChartFlowsTest::isLearner))
        .forEach(rule -> ports.addAll(rule.getPorts()));
    assertThat(ports).hasSize(2);
    return ports.stream()
        .map(
            port ->
                "%s %d to %d"
                    .formatted(port.getProtocol(), port.getPort().getIntVal(), port.getEndPort()))
        .toList();
  }

  private static boolean isFor(NetworkPolicyPort allowed, ContainerPort port) {
    IntOrString named = allowed.getPort();
    return Objects.equals(allowed.getProtocol(), port.getProtocol())
        && named != null
        && (Objects.equals(named.getStrVal(), port.getName())
            || Objects.equals(named.getIntVal(), port.getContainerPort()));
  }

  @ParameterizedTest
  @EnumSource
  void everyPodReachesNamesKafkaAndChangedRowsAndNothingElse(Profile profile) {
    List<ObjectNode> objects = Chart.render(profile);
    List<String> leaving =
        policies(objects).stream()
            .filter(policy -> !policy.getSpec().getEgress().isEmpty())
            .map(policy -> policy.getMetadata().getName())
            .toList();
    assertThat(leaving)
        .contains(Chart.FULL_NAME + "-all-to-dns", Chart.FULL_NAME + "-all-to-kafka");
    assertThat(leaving)
        .isSubsetOf(
            Chart.FULL_NAME + "-all-to-dns",
            Chart.FULL_NAME + "-all-to-kafka",
            Chart.FULL_NAME + "-learner-deltas",
            Chart.FULL_NAME + "-serving-deltas",
            Chart.FULL_NAME + "-snapshots-to-bucket",
            Chart.FULL_NAME + "-serving-to-bucket",
            Chart.FULL_NAME + "-rebuild-to-bucket",
            Chart.FULL_NAME + "-extra-egress");
  }

  @Test
  void namedClientsAreTheOnlyOnes() {
    NetworkPolicy policy =
        policies(Chart.render(Profile.EVERYTHING)).stream()
            .filter(it -> it.getMetadata().getName().endsWith("clients-to-serving"))
            .findFirst()
            .orElseThrow();
    assertThat(policy.getSpec().getIngress().getFirst().getFrom())
        .singleElement()
        .satisfies(
            peer ->
                assertThat(peer.getNamespaceSelector().getMatchLabels())
                    .isEqualTo(Map.of("kubernetes.io/metadata.name", "web")));
  }

  @ParameterizedTest
  @EnumSource
  void everyTierHasAServiceAndTheMembersOfTheLearnerHaveNames(Profile profile) {
    List<ObjectNode> objects = Chart.render(profile);
    List<Service> services =
        objects.stream()
            .filter(object -> object.path("kind").asText().equals("Service"))
            .map(object -> TypedModels.parse(object, Service.class))
            .toList();
    for (Workload workload : Workload.among(objects)) {
      assertThat(services)
          .filteredOn(
              service ->
                  workload
                      .labels()
                      .entrySet()
                      .containsAll(service.getSpec().getSelector().entrySet()))
          .as(workload.name())
          .singleElement()
          .satisfies(
              service -> {
                assertThat(service.getMetadata().getName()).isEqualTo(workload.name());
                assertThat(service.getSpec().getPorts().getFirst().getTargetPort().getStrVal())
                    .isEqualTo("http");
                assertThat("None".equals(service.getSpec().getClusterIP()))
                    .isEqualTo(workload.tier().equals("learner"));
              });
    }
  }

  @Test
  void theOutsideReachesNeitherOrdersNorMetrics() {
    List<String> paths =
        Chart.render(Profile.EVERYTHING).stream()
            .filter(
                object -> List.of("Ingress", "HTTPRoute").contains(object.path("kind").asText()))
            .flatMap(object -> object.path("spec").findValues("path").stream())
            .map(path -> path.isObject() ? path.path("value").asText() : path.asText())
            .toList();
    assertThat(paths)
        .contains("/v1/events", "/v1/recommendations")
        .noneMatch("/v1/models"::startsWith)
        .noneMatch("/metrics"::startsWith)
        .noneMatch("/healthz"::startsWith);
  }

  private static List<NetworkPolicy> policies(List<ObjectNode> objects) {
    return objects.stream()
        .filter(object -> object.path("kind").asText().equals("NetworkPolicy"))
        .map(object -> TypedModels.parse(object, NetworkPolicy.class))
        .toList();
  }
}
