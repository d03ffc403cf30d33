package io.eddyline.k8s.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.config.SnapshotStoreConfig;
import io.eddyline.schemas.snapshot.s3.S3Location;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions in a bucket: who is told where it is, who has its keys, and who may reach it. */
class ChartBucketTest {
  private static final Map<String, String> SECRETS =
      Map.of("snapshots", "bucket-writer", "serving", "bucket-reader");

  @TempDir private Path folder = Path.of("");

  @Test
  void builderAndServingFindTheBucket() {
    List<ObjectNode> objects = Chart.render(Profile.BUCKET);
    Path file = RenderedPod.writeSettings(objects, folder);
    for (Workload workload : Workload.among(objects)) {
      RenderedPod pod = RenderedPod.of(workload, workload.name(), file);
      SnapshotStoreConfig store =
          new ConfigLoader(pod.environment())
              .load(EddylineConfig.class, file, Map.of())
              .config()
              .snapshotStore();
      assertThat(store.location()).isEqualTo(new S3Location("models", "eddyline/shop/"));
      assertThat(store.s3().endpoint()).isEqualTo("https://minio.storage:9000");
      assertThat(store.s3().pathStyle()).isTrue();
      assertThat(store.s3().partBytes()).isEqualTo(16 << 20);
      assertThat(store.cacheVersions()).isEqualTo(6);
    }
  }

  @Test
  void keysComeFromSecretsAndToThoseAloneWhoUseThem() {
    for (Workload workload : Workload.among(Chart.render(Profile.BUCKET))) {
      Map<String, String> found = new HashMap<>();
      for (EnvVar variable : workload.container().getEnv()) {
        if (variable.getName().startsWith("AWS_")) {
          var secret = variable.getValueFrom().getSecretKeyRef();
          found.put(variable.getName(), secret.getName() + "/" + secret.getKey());
        }
      }
      String name = SECRETS.get(workload.tier());
      assertThat(found)
          .as(workload.name())
          .isEqualTo(
              name == null
                  ? Map.of()
                  : Map.of(
                      "AWS_ACCESS_KEY_ID", name + "/access-key-id",
                      "AWS_SECRET_ACCESS_KEY", name + "/secret-access-key"));
    }
  }

  @Test
  void withoutSecretsTheAccountsSayWhoThePodsAre() {
    List<ObjectNode> objects =
        Chart.render(
            Profile.BUCKET,
            Map.of(
                "store.s3.credentials.snapshots.secretName", "",
                "store.s3.credentials.serving.secretName", ""));
    for (Workload workload : Workload.among(objects)) {
      assertThat(workload.container().getEnv())
          .noneMatch(variable -> variable.getName().startsWith("AWS_"));
      assertThat(objects)
          .filteredOn(object -> object.path("kind").asText().equals("ServiceAccount"))
          .map(object -> TypedModels.parse(object, ServiceAccount.class))
          .filteredOn(
              account ->
                  account.getMetadata().getName().equals(workload.pod().getServiceAccountName()))
          .singleElement()
          .satisfies(
              account ->
                  assertThat(
                          account.getMetadata().getAnnotations() != null
                              && account
                                  .getMetadata()
                                  .getAnnotations()
                                  .containsKey("example.org/role"))
                      .isEqualTo(SECRETS.containsKey(workload.tier())));
    }
  }

  @Test
  void copiesAreOnTheNodeAndThereIsNoSharedVolume() {
    List<ObjectNode> objects = Chart.render(Profile.BUCKET);
    assertThat(objects)
        .noneMatch(object -> object.path("kind").asText().equals("PersistentVolumeClaim"));
    for (Workload workload : Workload.among(objects)) {
      assertThat(workload.pod().getVolumes())
          .filteredOn(volume -> volume.getName().equals("copies"))
          .hasSize(SECRETS.containsKey(workload.tier()) ? 1 : 0)
          .allSatisfy(
              volume -> assertThat(volume.getEmptyDir().getSizeLimit()).hasToString("40Gi"));
    }
  }

  @Test
  void builderAndServingReachTheServiceAndNobodyElseDoes() {
    List<ObjectNode> objects = Chart.render(Profile.BUCKET);
    for (Workload workload : Workload.among(objects)) {
      List<NetworkPolicyEgressRule> rules =
          objects.stream()
              .filter(object -> object.path("kind").asText().equals("NetworkPolicy"))
              .map(object -> TypedModels.parse(object, NetworkPolicy.class))
              .filter(policy -> workload.isMeantBy(policy.getSpec().getPodSelector()))
              .flatMap(policy -> policy.getSpec().getEgress().stream())
              .filter(
                  rule ->
                      rule.getPorts().stream()
                          .anyMatch(port -> Integer.valueOf(9000).equals(intValue(port.getPort()))))
              .toList();
      assertThat(rules).hasSize(SECRETS.containsKey(workload.tier()) ? 1 : 0);
      assertThat(rules)
          .allSatisfy(
              rule ->
                  assertThat(rule.getTo().getFirst().getNamespaceSelector().getMatchLabels())
                      .containsValue("storage"));
    }
  }

  private static @Nullable Integer intValue(@Nullable IntOrString port) {
    return port == null ? null : port.getIntVal();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          store.s3.bucket=                       | store.s3.bucket is empty
          store.s3.bucket=My_Bucket              | bucket
          store.s3.prefix=/a                     | prefix
          store.s3.endpoint=minio:9000           | endpoint
          store.s3.endpoint=https://minio:9001   | is at port 9001: name it in networkPolicy.objectStore.ports
          store.s3.endpoint=https://minio        | is at port 443
          settings.snapshot-store.uri=s3://other | uri
          settings.snapshot-store.s3.part-bytes=1 | minimum
          """)
  void aBucketThatCannotBeIsRefused(String value, String expected) {
    String[] parts = value.split("=", 2);
    assertThatThrownBy(() -> Chart.render(Profile.BUCKET, Map.of(parts[0], parts[1])))
        .hasMessageContaining(expected);
  }
}
