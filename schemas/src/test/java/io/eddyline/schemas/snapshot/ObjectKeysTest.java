package io.eddyline.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeysTest {
  private static final String SHA256 =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  @Test
  void keysOfFilesEndWithTheirDigest() {
    ObjectKeys keys = new ObjectKeys("main", 17);
    assertThat(keys.file("items.f32", new Manifest.FileDigest(4, SHA256)))
        .isEqualTo("main/17/items.f32.9f86d081884c7d65");
    assertThat(keys.signature(SHA256)).isEqualTo("main/17/manifest.sig.9f86d081884c7d65");
    assertThat(keys.manifest()).isEqualTo("main/17/manifest.json");
  }

  @Property
  void aKeyTellsItsVersion(
      @ForAll @LongRange(min = 1, max = 999_999_999_999_999_999L) long version) {
    ObjectKeys keys = new ObjectKeys("main", version);
    assertThat(ObjectKeys.versionOfManifest("main", keys.manifest())).isEqualTo(version);
    String file = keys.file("items.f32", new Manifest.FileDigest(4, SHA256));
    assertThat(ObjectKeys.versionOf("main", file)).isEqualTo(version);
    assertThat(ObjectKeys.versionOfManifest("main", file)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "main",
        "main/",
        "main/1",
        "main/0/manifest.json",
        "main/01/manifest.json",
        "main/x/manifest.json",
        "main-2/1/manifest.json",
        "main/1/2/manifest.json",
        "/1/manifest.json",
        "main/-1/manifest.json",
        "main/9999999999999999999/manifest.json"
      })
  void whatIsNoKeyOfTheModelHasNoVersion(String key) {
    assertThat(ObjectKeys.versionOf("main", key)).isNull();
    assertThat(ObjectKeys.versionOfManifest("main", key)).isNull();
  }
}
