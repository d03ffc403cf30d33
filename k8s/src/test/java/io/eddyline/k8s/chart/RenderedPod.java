package io.eddyline.k8s.chart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Quantity;
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
import java.util.stream.Stream;

/**
 * A pod as its node would start it: arguments, environment, and the options of its virtual machine.
 *
 * @param arguments of the command {@code eddyline}; the settings' file is where the test has put it
 * @param environment every variable with its value
 */
public record RenderedPod(
    String name, String tier, List<String> arguments, Map<String, String> environment) {
  private static final String SETTINGS_FILE = "/etc/eddyline/eddyline.yaml";

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
    return new RenderedPod(name, workload.tier(), arguments, environment);
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

  /** What the image's entry point hands on. */
  public List<String> jvmOptions() {
    return Stream.of(environment.getOrDefault("JAVA_OPTS", "").split(" "))
        .filter(option -> !option.isEmpty())
        .toList();
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
