package io.eddyline.k8s.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.k8s.cli.CommandRun;
import io.eddyline.k8s.image.ImageLayout;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the chart's pods expect of the image is what the image has. */
class ChartImageTest {
  private static final String DIGEST = "sha256:" + "0".repeat(64);
  private static final List<String> VOLUMES =
      List.of(ImageLayout.DATA, ImageLayout.SETTINGS, "/tmp", "/dev/shm", "/extra");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)-SNAPSHOT</version>");
  private static final Pattern NAME = Pattern.compile("<image.name>([^<]+)</image.name>");

  @Test
  void podsRunTheImageThatTheBuildMakes() throws Exception {
    String built = first(NAME, Path.of("pom.xml")) + ":" + first(VERSION, Path.of("..", "pom.xml"));
    assertThat(Workload.among(Chart.render(Profile.DEFAULTS)))
        .hasSize(4)
        .allSatisfy(workload -> assertThat(workload.container().getImage()).isEqualTo(built));
  }

  @Test
  void aTierMayRunAnotherImageByItsDigest() {
    List<ObjectNode> objects =
        Chart.render(
            Profile.DEFAULTS,
            Map.of("serving.image.digest", DIGEST, "image.registry", "registry.example"));
    assertThat(Workload.among(objects))
        .filteredOn(workload -> workload.tier().equals("serving"))
        .singleElement()
        .satisfies(
            workload ->
                assertThat(workload.container().getImage())
                    .isEqualTo("registry.example/eddyline@" + DIGEST));
  }

  @Test
  void theCommandSaysTheVersionOfTheImage() throws Exception {
    assertThat(CommandRun.of("--version").out().strip())
        .isEqualTo("eddyline " + first(VERSION, Path.of("..", "pom.xml")));
  }

  @ParameterizedTest
  @EnumSource
  void podsLeaveTheEntryPointAndNameACommandOfIt(Profile profile) {
    for (Workload workload : Workload.among(Chart.render(profile))) {
      assertThat(workload.container().getCommand()).isNullOrEmpty();
      assertThat(workload.container().getWorkingDir()).isNull();
      CommandRun help = CommandRun.of(workload.container().getArgs().getFirst(), "--help");
      assertThat(help.status()).isZero();
      assertThat(workload.container().getArgs().get(2)).startsWith(ImageLayout.SETTINGS + "/");
    }
  }

  @ParameterizedTest
  @EnumSource
  void podsRunAsTheUserOfTheImage(Profile profile) {
    for (Workload workload : Workload.among(Chart.render(profile))) {
      assertThat(workload.pod().getSecurityContext().getRunAsUser()).isEqualTo(ImageLayout.USER_ID);
      assertThat(workload.pod().getSecurityContext().getRunAsGroup())
          .isEqualTo(ImageLayout.USER_ID);
    }
  }

  @ParameterizedTest
  @EnumSource
  void flagsComeByTheVariableThatTheLauncherReads(Profile profile) {
    for (Workload workload : Workload.among(Chart.render(profile))) {
      assertThat(workload.container().getEnv())
          .extracting(variable -> variable.getName())
          .contains("JDK_JAVA_OPTIONS")
          .doesNotContain("JAVA_OPTS");
    }
  }

  @ParameterizedTest
  @EnumSource
  void volumesHideNothingOfTheImage(Profile profile) {
    for (Workload workload : Workload.among(Chart.render(profile))) {
      assertThat(workload.container().getVolumeMounts())
          .extracting(VolumeMount::getMountPath)
          .allMatch(path -> VOLUMES.stream().anyMatch(path::startsWith));
    }
  }

  @Test
  void settingsKeepDataWhereTheImageDoes() {
    JsonNode settings =
        Chart.render(Profile.DEFAULTS).stream()
            .map(object -> object.at("/data/eddyline.yaml"))
            .filter(JsonNode::isTextual)
            .findFirst()
            .orElseThrow();
    assertThat(settings.asText()).contains("data-dir: " + ImageLayout.DATA + "\n");
  }

  private static String first(Pattern pattern, Path file) throws Exception {
    Matcher found = pattern.matcher(Files.readString(file));
    assertThat(found.find()).as("%s in %s", pattern, file).isTrue();
    return found.group(1);
  }
}
