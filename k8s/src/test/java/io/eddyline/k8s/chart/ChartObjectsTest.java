package io.eddyline.k8s.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every profile is sound for Helm, and every object of it for those who will read it. */
class ChartObjectsTest {
  private static final String TIER = "/metadata/labels/app.kubernetes.io~1component";

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource
  void helmFindsNothingToWarnOf(Profile profile) throws IOException {
    Path chart = copyWithValues(profile);

    LintResult lint = new Helm(chart).lint().strict().call();

    assertThat(lint.isFailed()).as(lint.getMessages().toString()).isFalse();
    assertThat(lint.getMessages())
        .allSatisfy(message -> assertThat(message).startsWith("[INFO] Chart.yaml: icon"));
  }

  @ParameterizedTest
  @EnumSource
  void everyObjectIsOneOfItsTypeWithoutUnknownFields(Profile profile) {
    List<ObjectNode> objects = Chart.render(profile);
    assertThat(objects).hasSizeGreaterThan(15);
    for (ObjectNode object : objects) {
      assertThat(TypedModels.parse(object)).as(object.toPrettyString()).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void noTwoObjectsHaveOneNameAndAllAreInTheRelease(Profile profile) {
    List<ObjectNode> objects = Chart.render(profile);
    assertThat(objects.stream().map(ChartObjectsTest::identity)).doesNotHaveDuplicates();
    for (ObjectNode object : objects) {
      assertThat(object.at("/metadata/namespace").asText()).isEqualTo(Chart.NAMESPACE);
      assertThat(object.at("/metadata/labels/app.kubernetes.io~1instance").asText())
          .as(identity(object))
          .isEqualTo(Chart.RELEASE);
      assertThat(object.at("/metadata/name").asText()).matches("[a-z0-9][a-z0-9.-]{0,62}");
    }
  }

  @ParameterizedTest
  @EnumSource
  void noSecretIsWritten(Profile profile) {
    assertThat(Chart.render(profile))
        .noneMatch(object -> object.path("kind").asText().equals("Secret"));
  }

  @Test
  void everythingHasEveryKind() {
    assertThat(
            Stream.of(Profile.EVERYTHING, Profile.PRODUCTION)
                .flatMap(profile -> Chart.render(profile).stream())
                .map(object -> object.path("kind").asText()))
        .contains(
            "Ingress",
            "HTTPRoute",
            "ScaledObject",
            "HorizontalPodAutoscaler",
            "PodDisruptionBudget",
            "ServiceMonitor",
            "PrometheusRule",
            "Kafka",
            "KafkaNodePool",
            "KafkaTopic",
            "KafkaUser");
  }

  @Test
  void anUnknownFieldWouldBeSeen() {
    ObjectNode deployment =
        Chart.render(Profile.SMALL).stream()
            .filter(object -> object.path("kind").asText().equals("Deployment"))
            .findFirst()
            .orElseThrow();
    ((ObjectNode) deployment.at("/spec/template/spec/containers/0")).put("readynessProbe", "");
    assertThatThrownBy(() -> TypedModels.parse(deployment)).hasMessageContaining("readynessProbe");
  }

  @Test
  void aTierThatIsSwitchedOffLeavesNothingBehind() {
    assertThat(Chart.render(Profile.PRODUCTION, Map.of("serving.enabled", "false")))
        .noneMatch(object -> object.at(TIER).asText().equals("serving"));
  }

  private static String identity(JsonNode object) {
    return object.path("kind").asText() + " " + object.at("/metadata/name").asText();
  }

  /** The chart with the profile's values as its own, since lint takes no others. */
  private Path copyWithValues(Profile profile) throws IOException {
    Path copy = folder.resolve("eddyline");
    try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(Chart.FOLDER.relativize(file).toString()));
      }
    }
    JsonNode values = Chart.read(copy.resolve("values.yaml"));
    JsonNode merged =
        Chart.YAML.readerForUpdating(values).readValue(Files.readString(profile.file()));
    Chart.YAML.writeValue(copy.resolve("values.yaml").toFile(), merged);
    return copy;
  }
}
