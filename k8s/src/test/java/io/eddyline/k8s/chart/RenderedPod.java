package io.eddyline.k8s.chart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A pod as its node would start it: arguments, environment, volumes.
 *
 * @param arguments of the command {@code eddyline}; the settings' file is where the test has put it
 * @param environment every variable with its value
 * @param places where it has its volumes
 */
public record RenderedPod(
    String name,
    String tier,
    List<String> arguments,
    Map<String, String> environment,
    List<Place> places) {
  private static final String SETTINGS_FILE = "/etc/eddyline/eddyline.yaml";

  /**
   * What a volume is mounted at.
   *
   * @param volume name in the pod
   */
  public record Place(String volume, String path, boolean readOnly) {}

  /**
   * All pods that the chart makes of values beside its own.
   *
   * @param folder where the settings' file is written
   * @param values by path; commas are theirs
   */
  public static List<RenderedPod> all(Path folder, Map<String, String> values) {
    List<ObjectNode> objects = Chart.render(Profile.DEFAULTS, values);
    Path file = writeSettings(objects, folder);
    return Workload.among(objects).stream()
        .flatMap(
            workload ->
                IntStream.range(0, workload.replicas())
                    .mapToObj(ordinal -> of(workload, workload.name() + "-" + ordinal, file)))
        .toList();
  }

  /**
   * One pod of every workload, with the settings' file where it is in the image.
   *
   * @param folder where the settings' file is written, to be mounted
   */
  public static List<RenderedPod> allOfImages(Path folder, Map<String, String> values) {
    List<ObjectNode> objects = Chart.render(Profile.DEFAULTS, values);
    Path _ = writeSettings(objects, folder);
    return Workload.among(objects).stream()
        .map(workload -> of(workload, workload.name() + "-0", Path.of(SETTINGS_FILE)))
        .toList();
  }

  /** A pod of a workload. */
  static RenderedPod of(Workload workload, String name, Path settingsFile) {
    List<String> arguments = new ArrayList<>(workload.container().getArgs());
    arguments.replaceAll(it -> it.equals(SETTINGS_FILE) ? settingsFile.toString() : it);
    Map<String, String> environment = new HashMap<>();
    environment.put("HOSTNAME", name);
    for (EnvVar variable : workload.container().getEnv()) {
      EnvVarSource source = variable.getValueFrom();
      environment.put(
          variable.getName(), source == null ? variable.getValue() : value(source, workload, name));
    }
    List<Place> places =
        workload.container().getVolumeMounts().stream()
            .map(it -> new Place(it.getName(), it.getMountPath(), readOnly(it)))
            .toList();
    return new RenderedPod(name, workload.tier(), arguments, environment, places);
  }

  /** Writes the file that the ConfigMap holds. */
  static Path writeSettings(List<ObjectNode> objects, Path folder) {
    String yaml =
        objects.stream()
            .map(object -> object.at("/data/eddyline.yaml"))
            .filter(text -> !text.isMissingNode())
            .findFirst()
            .orElseThrow()
            .asText();
    try {
      return Files.writeString(folder.resolve("eddyline.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The setting of the port that is probed. */
  public String portSetting() {
    return switch (tier) {
      case "ingest" -> "eddyline.gateway.port";
      case "learner" -> "eddyline.health.learner-port";
      case "snapshots" -> "eddyline.health.snapshots-port";
      default -> "eddyline.serving.http.port";
    };
  }

  private static boolean readOnly(VolumeMount mount) {
    return Boolean.TRUE.equals(mount.getReadOnly());
  }

  private static String value(EnvVarSource source, Workload workload, String podName) {
    if (source.getResourceFieldRef() != null) {
      String resource = source.getResourceFieldRef().getResource().replace("limits.", "");
      Map<String, Quantity> limits = workload.container().getResources().getLimits();
      Quantity cores = Objects.requireNonNull(limits.get(resource), resource);
      return cores.getNumericalAmount().setScale(0, RoundingMode.CEILING).toPlainString();
    }
    if (source.getFieldRef() != null) {
      return switch (source.getFieldRef().getFieldPath()) {
        case "metadata.name" -> podName;
        case "status.podIP" -> address(podName);
        default -> "a";
      };
    }
    return "from " + source.getSecretKeyRef().getName();
  }

  /** An address of the loopback interface, each pod its own. */
  private static String address(String podName) {
    int number = podName.hashCode();
    return "127.%d.%d.%d"
        .formatted(1 + (number >>> 16 & 0x7F), number >>> 8 & 0xFF, 1 + (number & 0x7F));
  }
}
