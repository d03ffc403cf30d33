package io.eddyline.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestSignatureTest {
  /* openssl genpkey -algorithm ed25519; openssl pkey -pubout */
  private static final String PRIVATE =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIKtcSTXmpEMyTqJQcQG0qq03bsoHWLjjunoUTKLczksY
      -----END PRIVATE KEY-----
      """;
  private static final String PUBLIC =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEALgSnS6RqyYuKdsFii/BH97kvpLRaIwdZQiXoTTBbGnU=
      -----END PUBLIC KEY-----
      """;
  private static final String OTHER_PUBLIC =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEAQqsLkmRFMBrAwKssRMKSBCc20vCuVXxEdYGsw6hV/CM=
      -----END PUBLIC KEY-----
      """;

  @TempDir private Path folder = Path.of("");
  private FileSnapshotStore signing = new FileSnapshotStore(folder);

  @BeforeEach
  void prepare() throws IOException {
    signing = new FileSnapshotStore(folder).signedBy(ManifestSigner.of(key("private", PRIVATE)));
  }

  @Test
  void whatAKeySignedItsPublicKeyVouchesFor() throws IOException {
    publish(signing);
    assertThat(reader(PUBLIC).open("main", 1).isSigned()).isTrue();
    reader(PUBLIC).open("main", 1).requireTrusted();
    // while keys are changed, one file holds both
    reader(OTHER_PUBLIC + PUBLIC).open("main", 1).requireTrusted();
  }

  @Test
  void anotherKeysSignatureIsRefused() throws IOException {
    publish(signing);
    assertThatThrownBy(() -> reader(OTHER_PUBLIC).open("main", 1).requireTrusted())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("none of the 1 trusted keys");
  }

  @Test
  void aVersionWithoutSignatureIsRefusedWhereKeysAreSet() throws IOException {
    publish(new FileSnapshotStore(folder));
    assertThatThrownBy(() -> reader(PUBLIC).open("main", 1).requireTrusted())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("is not signed");
    new FileSnapshotStore(folder).open("main", 1).requireTrusted();
  }

  @Test
  void anAlteredManifestOrSignatureIsRefused() throws IOException {
    publish(signing);
    Path manifest = folder.resolve("main/1").resolve(SnapshotFiles.MANIFEST);
    Path signature = folder.resolve("main/1").resolve(SnapshotFiles.SIGNATURE);
    byte[] json = Files.readAllBytes(manifest);
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("\"trainedEvents\" : 0", "\"trainedEvents\" : 1"));
    assertThat(Files.readAllBytes(manifest)).isNotEqualTo(json);
    assertThatThrownBy(() -> reader(PUBLIC).open("main", 1).requireTrusted())
        .isInstanceOf(FormatException.class);

    Files.write(manifest, json);
    reader(PUBLIC).open("main", 1).requireTrusted();
    byte[] bytes = Files.readAllBytes(signature);
    for (int length : new int[] {0, 63}) {
      Files.write(signature, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> reader(PUBLIC).open("main", 1).requireTrusted())
          .isInstanceOf(FormatException.class);
    }
    bytes[63] = (byte) 0xff; // out of the scalar's range: no signature at all
    Files.write(signature, bytes);
    assertThatThrownBy(() -> reader(PUBLIC).open("main", 1).requireTrusted())
        .isInstanceOf(FormatException.class);
  }

  @Test
  void saysWhatIsWrongWithAKeyFile() throws IOException {
    Path none = folder.resolve("none.pem");
    assertThatThrownBy(() -> ManifestSigner.of(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.pem")
        .hasMessageContaining("readable");
    Path wrong = key("wrong", PUBLIC);
    assertThatThrownBy(() -> ManifestSigner.of(wrong))
        .hasMessageContaining("expected a PEM block \"PRIVATE KEY\"");
    Path bytes = key("bytes", PRIVATE.replace("PRIVATE", "PUBLIC"));
    assertThatThrownBy(() -> TrustedKeys.of(List.of(bytes)))
        .hasMessageContaining("expected Ed25519 public keys");
  }

  private FileSnapshotStore reader(String keys) throws IOException {
    TrustedKeys trusted = TrustedKeys.of(List.of(key("public", keys)));
    return new FileSnapshotStore(folder).demanding(new ReadPolicy(trusted, SnapshotLimits.NONE));
  }

  private Path key(String name, String pem) throws IOException {
    return Files.writeString(folder.resolve(name + ".pem"), pem);
  }

  private static void publish(FileSnapshotStore store) throws IOException {
    try (SnapshotDraft draft = store.draft("main", 1)) {
      Files.writeString(draft.file(SnapshotFiles.ITEMS), "rows");
      draft.publish(
          new Manifest(
              Manifest.FORMAT_VERSION,
              "main",
              1,
              null,
              0,
              8,
              0,
              new Manifest.Counts(0, 0, 0),
              new Manifest.Offsets(Map.of(), Map.of(), Map.of(), Map.of()),
              0,
              new Scoring(0.1f, 1, 0, 20, 0.8f, 0.5f, 0),
              Map.of(),
              draft.digests(),
              null,
              null,
              null,
              null));
    }
  }
}
