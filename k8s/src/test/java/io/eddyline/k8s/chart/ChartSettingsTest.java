package io.eddyline.k8s.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.k8s.cli.EddylineMain;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the processes make of the file, the variables and the arguments that their pods give them:
 * the loader refuses every key and variable that names no setting, and every value that is not
 * allowed.
 */
class ChartSettingsTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource
  void everyTierTakesItsSettingsAndListensWhereItsPodSays(Profile profile) {
    List<ObjectNode> objects = Chart.render(profile);
    Path file = settingsFile(objects);
    for (Workload workload : Workload.among(objects)) {
      EddylineConfig config = load(file, workload);
      ContainerPort port = workload.container().getPorts().getFirst();
      assertThat(port.getContainerPort()).isEqualTo(port(config, workload.tier()));
      assertThat(host(config, workload.tier())).isEqualTo("0.0.0.0");
      assertThat(config.kafka().bootstrapServers()).isNotEmpty();
      assertThat(mountPaths(workload.container()))
          .contains(
              switch (workload.tier()) {
                case "ingest", "learner" -> config.dataDir().toString();
                default -> versions(config).toString();
              });
    }
  }

  /** Where a tier reads the files of versions. */
  private static Path versions(EddylineConfig config) {
    return config.snapshotStore().isInBucket()
        ? config.snapshotStore().cache(config.dataDir())
        : config.snapshotFolder();
  }

  @ParameterizedTest
  @EnumSource
  void everyCommandTakesItsArguments(Profile profile) {
    List<ObjectNode> objects = Chart.render(profile);
    Path file = settingsFile(objects);
    for (Workload workload : Workload.among(objects)) {
      List<String> arguments =
          new ArrayList<>(RenderedPod.of(workload, podName(workload), file).arguments());
      arguments.add("--print-config");
      assertThat(EddylineMain.run(arguments.toArray(String[]::new))).as("%s", arguments).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPodHasLongerToEndThanItsProcessNeeds(Profile profile) {
    List<ObjectNode> objects = Chart.render(profile);
    Path file = settingsFile(objects);
    for (Workload workload : Workload.among(objects)) {
      EddylineConfig config = load(file, workload);
      long drainSeconds =
          switch (workload.tier()) {
            // requests, then the producer, each as long as Kafka has to acknowledge; then cleaning
            case "ingest" -> 2L * config.gateway().deliveryTimeoutMs() / 1000 + 2 + 30;
            case "learner" -> 30;
            // a million items take so long to write
            case "snapshots" -> 75;
            // requests, those still at work, orders on their way, changed rows
            default -> 10 + 5 + 5 + 5;
          };
      var lifecycle = workload.container().getLifecycle();
      long delaySeconds = lifecycle == null ? 0 : lifecycle.getPreStop().getSleep().getSeconds();
      assertThat(workload.pod().getTerminationGracePeriodSeconds())
          .as(workload.name())
          .isGreaterThan(delaySeconds + drainSeconds);
    }
  }

  @Test
  void aLearnerIsCalledAsItsPodAndHasAThreadForEachCore() {
    List<ObjectNode> objects = Chart.render(Profile.PRODUCTION);
    Workload learner =
        Workload.among(objects).stream()
            .filter(workload -> workload.tier().equals("learner"))
            .findFirst()
            .orElseThrow();
    EddylineConfig config = load(settingsFile(objects), learner);
    assertThat(config.learner().instanceId()).isEqualTo(podName(learner));
    assertThat(config.learner().threads()).isEqualTo(4);
    assertThat(config.learner().standbyReplicas()).isEqualTo(1);
  }

  @Test
  void builderAndServingHaveTheirKeys() {
    List<ObjectNode> objects = Chart.render(Profile.EVERYTHING);
    for (Workload workload : Workload.among(objects)) {
      EddylineConfig config = load(settingsFile(objects), workload);
      boolean builder = workload.tier().equals("snapshots");
      boolean serving = workload.tier().equals("serving");
      assertThat(config.snapshots().signingKeyFile())
          .isEqualTo(builder ? "/etc/eddyline/signing/snapshots.key" : "");
      assertThat(config.serving().snapshots().trustedKeyFiles())
          .hasSize(serving ? 2 : 0)
          .allMatch(key -> key.startsWith("/etc/eddyline/trusted/"));
      assertThat(mountPaths(workload.container()).contains("/etc/eddyline/signing"))
          .isEqualTo(builder);
    }
  }

  @Test
  void chosenThreadsComeBeforeTheCores() {
    List<ObjectNode> objects = Chart.render(Profile.EVERYTHING);
    for (Workload workload : Workload.among(objects)) {
      EddylineConfig config = load(settingsFile(objects), workload);
      assertThat(config.learner().threads()).isEqualTo(3);
      assertThat(config.cleaning().threads()).isEqualTo(2);
      assertThat(config.serving().inference().workerThreads()).isEqualTo(4);
    }
  }

  private static EddylineConfig load(Path file, Workload workload) {
    RenderedPod pod = RenderedPod.of(workload, podName(workload), file);
    return new ConfigLoader(pod.environment()).load(EddylineConfig.class, file, Map.of()).config();
  }

  private Path settingsFile(List<ObjectNode> objects) {
    return RenderedPod.writeSettings(objects, folder);
  }

  private static String podName(Workload workload) {
    return workload.name() + "-0";
  }

  private static List<String> mountPaths(Container container) {
    return container.getVolumeMounts().stream().map(mount -> mount.getMountPath()).toList();
  }

  private static int port(EddylineConfig config, String tier) {
    return switch (tier) {
      case "ingest" -> config.gateway().port();
      case "learner" -> config.health().learnerPort();
      case "snapshots" -> config.health().snapshotsPort();
      default -> config.serving().http().port();
    };
  }

  private static String host(EddylineConfig config, String tier) {
    return switch (tier) {
      case "ingest" -> config.gateway().host();
      case "learner", "snapshots" -> config.health().host();
      default -> config.serving().http().host();
    };
  }
}
