package io.eddyline.k8s.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a cluster with the restricted pod security standard asks of pods, and what operators do. */
class ChartPodsTest {
  private static final Set<String> TIERS = Set.of("ingest", "learner", "snapshots", "serving");

  @ParameterizedTest
  @EnumSource
  void thereIsAWorkloadForEveryTier(Profile profile) {
    assertThat(workloads(profile))
        .extracting(Workload::tier)
        .containsExactlyInAnyOrderElementsOf(TIERS);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsPrivileged(Profile profile) {
    for (Workload workload : workloads(profile)) {
      var pod = workload.pod().getSecurityContext();
      assertThat(pod.getRunAsNonRoot()).isTrue();
      assertThat(pod.getRunAsUser()).isPositive();
      assertThat(pod.getFsGroup()).isPositive();
      assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
      SecurityContext container = workload.container().getSecurityContext();
      assertThat(container.getPrivileged()).isFalse();
      assertThat(container.getAllowPrivilegeEscalation()).isFalse();
      assertThat(container.getReadOnlyRootFilesystem()).isTrue();
      assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(container.getCapabilities().getAdd()).isNullOrEmpty();
      assertThat(workload.pod().getHostNetwork()).isNull();
      assertThat(workload.pod().getHostPID()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void noPodHasATokenOrTheAddressesOfServices(Profile profile) {
    List<ObjectNode> objects = Chart.render(profile);
    for (Workload workload : Workload.among(objects)) {
      assertThat(workload.pod().getAutomountServiceAccountToken()).isFalse();
      // variables EDDYLINE_… of a service name no setting, and stop the start
      assertThat(workload.pod().getEnableServiceLinks()).isFalse();
      assertThat(objects)
          .filteredOn(object -> object.path("kind").asText().equals("ServiceAccount"))
          .map(object -> TypedModels.parse(object, ServiceAccount.class))
          .filteredOn(
              account ->
                  account.getMetadata().getName().equals(workload.pod().getServiceAccountName()))
          .singleElement()
          .satisfies(account -> assertThat(account.getAutomountServiceAccountToken()).isFalse());
    }
  }

  @ParameterizedTest
  @EnumSource
  void memoryIsReservedAndBoundAndTheHeapFollowsIt(Profile profile) {
    for (Workload workload : workloads(profile)) {
      var resources = workload.container().getResources();
      assertThat(resources.getLimits()).containsKeys("cpu", "memory");
      assertThat(resources.getRequests()).containsKeys("cpu", "memory");
      // a node that promised less than the heap may take would kill the process
      assertThat(resources.getRequests().get("memory"))
          .isEqualTo(resources.getLimits().get("memory"));
      assertThat(env(workload.container()).get("JDK_JAVA_OPTIONS"))
          .containsPattern("-XX:MaxRAMPercentage=[1-8]?[0-9] ")
          .contains("-XX:+ExitOnOutOfMemoryError")
          .contains("-Deddyline.log.format=json");
    }
  }

  @ParameterizedTest
  @EnumSource
  void probesAskThePortThatTheTierListensOn(Profile profile) {
    for (Workload workload : workloads(profile)) {
      Container container = workload.container();
      assertThat(container.getPorts()).extracting(port -> port.getName()).contains("http");
      requireProbe(container.getStartupProbe(), "/healthz/live");
      requireProbe(container.getLivenessProbe(), "/healthz/live");
      requireProbe(container.getReadinessProbe(), "/healthz/ready");
      Probe startup = container.getStartupProbe();
      assertThat(startup.getPeriodSeconds() * startup.getFailureThreshold())
          .as("seconds to start")
          .isGreaterThanOrEqualTo(120);
    }
  }

  private static void requireProbe(Probe probe, String path) {
    assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
    assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsWrittenToVolumes(Profile profile) {
    for (Workload workload : workloads(profile)) {
      Map<String, Volume> volumes =
          workload.pod().getVolumes().stream()
              .collect(Collectors.toMap(Volume::getName, volume -> volume));
      for (VolumeMount mount : workload.container().getVolumeMounts()) {
        Volume volume = volumes.get(mount.getName());
        if (volume == null) {
          assertThat(workload.claims()).contains(mount.getName());
        } else if (!Boolean.TRUE.equals(mount.getReadOnly())) {
          assertThat(volume.getEmptyDir() != null || volume.getPersistentVolumeClaim() != null)
              .as("%s of %s is written", mount.getMountPath(), workload.name())
              .isTrue();
        }
      }
      assertThat(workload.container().getVolumeMounts())
          .extracting(VolumeMount::getMountPath)
          .contains("/tmp")
          .anyMatch(path -> path.startsWith("/var/lib/eddyline"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void servingCannotWriteTheStore(Profile profile) {
    Map<String, Boolean> readOnly =
        workloads(profile).stream()
            .flatMap(
                workload ->
                    workload.container().getVolumeMounts().stream()
                        .filter(mount -> mount.getName().equals("store"))
                        .map(mount -> Map.entry(workload.tier(), mount.getReadOnly())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(readOnly)
        .isEqualTo(
            profile == Profile.BUCKET ? Map.of() : Map.of("snapshots", false, "serving", true));
  }

  @ParameterizedTest
  @EnumSource
  void secretsAreReferencedAndNeverWritten(Profile profile) {
    for (Workload workload : workloads(profile)) {
      for (EnvVar variable : workload.container().getEnv()) {
        if (variable.getName().matches("EDDYLINE_KAFKA_PROPERTIES.*|AWS_.*")) {
          assertThat(variable.getValue()).isNull();
          assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isNotEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalPodsOfATierArePlacedApartAndNotAllDrainedAtOnce(Profile profile) {
    List<ObjectNode> objects = Chart.render(profile);
    List<PodDisruptionBudget> budgets =
        objects.stream()
            .filter(object -> object.path("kind").asText().equals("PodDisruptionBudget"))
            .map(object -> TypedModels.parse(object, PodDisruptionBudget.class))
            .toList();
    for (Workload workload : Workload.among(objects)) {
      assertThat(workload.pod().getTopologySpreadConstraints()).isNotEmpty();
      assertThat(workload.pod().getAffinity()).isNotNull();
      if (workload.replicas() > 1) {
        assertThat(budgets)
            .filteredOn(budget -> workload.isMeantBy(budget.getSpec().getSelector()))
            .as(workload.name())
            .singleElement()
            .satisfies(
                budget ->
                    assertThat(budget.getSpec().getMaxUnavailable().getIntVal())
                        .isBetween(1, workload.replicas() - 1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWorkloadFindsItsOwnPodsAndNoOthers(Profile profile) {
    List<Workload> workloads = workloads(profile);
    for (Workload workload : workloads) {
      assertThat(workloads.stream().filter(other -> other.isMeantBy(workload.selector())))
          .containsExactly(workload);
    }
  }

  /** The plain variables. */
  private static Map<String, String> env(Container container) {
    return container.getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  private static List<Workload> workloads(Profile profile) {
    return Workload.among(Chart.render(profile));
  }
}
