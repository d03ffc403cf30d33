package io.eddyline.k8s.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The chart and what Helm makes of it. Threading: stateless. */
final class Chart {
  static final Path FOLDER = Path.of("chart");
  static final String RELEASE = "shop";
  static final String NAMESPACE = "recommendations";

  /** Name of the objects of the release, before their suffixes. */
  static final String FULL_NAME = RELEASE + "-eddyline";

  static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static final String KUBERNETES = "1.34.0";

  private Chart() {}

  /** The objects of a profile. */
  static List<ObjectNode> render(Profile profile) {
    return render(profile, Map.of());
  }

  /**
   * The objects of a profile.
   *
   * @param values by path, over those of the profile; commas are theirs
   * @throws IllegalStateException with Helm's message if it refuses
   */
  static List<ObjectNode> render(Profile profile, Map<String, String> values) {
    TemplateCommand command =
        new Helm(FOLDER)
            .template()
            .withName(RELEASE)
            .withNamespace(NAMESPACE)
            .withKubeVersion(KUBERNETES)
            .withValuesFile(profile.file());
    values.forEach(command::set);
    return objects(command.call());
  }

  /** A file of YAML with one document. */
  static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static List<ObjectNode> objects(String manifests) {
    List<ObjectNode> objects = new ArrayList<>();
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(manifests)) {
      while (documents.hasNext()) {
        if (documents.next() instanceof ObjectNode object) {
          objects.add(object);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Helm's answer is not YAML", e);
    }
    return objects;
  }
}
