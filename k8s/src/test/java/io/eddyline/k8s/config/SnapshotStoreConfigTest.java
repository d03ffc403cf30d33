package io.eddyline.k8s.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.snapshot.s3.S3Location;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotStoreConfigTest {
  private static final Path DATA = Path.of("data");

  @Test
  void versionsAreInTheDataFolderUnlessToldOtherwise() {
    SnapshotStoreConfig config = with(Map.of());
    assertThat(config.isInBucket()).isFalse();
    assertThat(config.folder(DATA)).isEqualTo(Path.of("data/snapshots"));
    assertThat(config.cache(DATA)).isEqualTo(Path.of("data/snapshot-cache"));
  }

  @Test
  void aFolderIsAPathOrAFileUri() {
    assertThat(with(Map.of("uri", "/models")).folder(DATA)).isEqualTo(Path.of("/models"));
    assertThat(with(Map.of("uri", "file:/models")).folder(DATA)).isEqualTo(Path.of("/models"));
    assertThat(with(Map.of("uri", "file:///models")).folder(DATA)).isEqualTo(Path.of("/models"));
  }

  @Test
  void aBucketIsAnS3Uri() {
    SnapshotStoreConfig config =
        with(Map.of("uri", "s3://models/shop", "cache-dir", "/copies", "s3.timeout", "3s"));
    assertThat(config.isInBucket()).isTrue();
    assertThat(config.location()).isEqualTo(new S3Location("models", "shop/"));
    assertThat(config.cache(DATA)).isEqualTo(Path.of("/copies"));
    assertThat(config.s3().timeout()).hasSeconds(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gs://models", "http://models", "file://host/models", "s3://a b"})
  void otherUrisAreRefused(String uri) {
    assertThatThrownBy(() -> with(Map.of("uri", uri))).hasMessageContaining(uri);
  }

  @Test
  void leftoversAreNotYoungerThanAnUpload() {
    assertThatThrownBy(() -> with(Map.of("abandoned-age", "10s")))
        .hasMessageContaining("snapshot-store.abandoned-age PT10S: expected 1m or more");
  }

  private static SnapshotStoreConfig with(Map<String, String> settings) {
    Map<String, String> keys = new HashMap<>();
    settings.forEach((key, value) -> keys.put("eddyline.snapshot-store." + key, value));
    return new ConfigLoader(Map.of())
        .load(EddylineConfig.class, null, keys)
        .config()
        .snapshotStore();
  }
}
