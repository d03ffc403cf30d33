package io.eddyline.k8s.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands over the versions that serving is tested on: 2 and 3 have the same ids. */
class SnapshotCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GOLDEN =
      Path.of("..", "serving", "src", "test", "resources", "snapshots", "main");

  @TempDir private Path store = Path.of("");

  @BeforeEach
  void copyVersions() throws IOException {
    for (int version = 1; version <= 3; version++) {
      Path folder = Files.createDirectories(folder(version));
      try (Stream<Path> files = Files.list(GOLDEN.resolve(Integer.toString(version)))) {
        for (Path file : files.toList()) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
    }
  }

  @Test
  void listsTheVersionsOldestFirst() throws IOException {
    edit(3, manifest -> gate(manifest, false));
    Files.write(folder(3).resolve(SnapshotFiles.SIGNATURE), new byte[64]);
    Files.writeString(folder(2).resolve(SnapshotFiles.MANIFEST), "{");
    CommandRun run = snapshot("list");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .containsSubsequence(
                        "1  2023-11-14T22:13:20Z", "d ago", "0 items", "48 events", "not judged"),
            second -> assertThat(second).containsSubsequence("2  not readable", "manifest"),
            third ->
                assertThat(third)
                    .containsSubsequence(
                        "3 ", "48 items  26 users", "kB", "refused: recall10  signed"));
  }

  @Test
  void listsNothingOfAModelWithoutVersions() {
    CommandRun run = CommandRun.of("snapshot", "list", "--store", store.toString(), "--model=shop");
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEmpty();
  }

  @Test
  void showsWhatAVersionSays() throws IOException {
    edit(2, manifest -> gate(manifest, true));
    CommandRun run = snapshot("show", "2");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .contains("version    2 of main", "parent     1", "signature  none", "gate       accepted")
        .anyMatch(line -> line.matches(" {2}ok +recall10 +-0.0100 +limit -0.0200 +as good"))
        .anyMatch(line -> line.matches(" +ndcg10 +0.2500"))
        .anyMatch(line -> line.startsWith("  items.f32 "));
  }

  @Test
  void showsTheManifestAsItIs() throws IOException {
    CommandRun run = snapshot("show", "2", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(JSON.readTree(run.out()))
        .isEqualTo(JSON.readTree(folder(2).resolve(SnapshotFiles.MANIFEST).toFile()));
  }

  @Test
  void verifiesASoundVersion() {
    CommandRun run = snapshot("verify", "2");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo("version 2 is sound: 14 files, 48 items, 26 users; gate: not judged\n");
    assertThat(snapshot("verify", "1").status()).isZero();
  }

  @Test
  void namesTheFileThatIsDamaged() throws IOException {
    Files.writeString(folder(2).resolve(SnapshotFiles.ITEMS), "ROWS");
    CommandRun run = snapshot("verify", "2");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .startsWith("eddyline: version 2 is not sound: digest: ")
        .contains(SnapshotFiles.ITEMS);
  }

  @Test
  void verifiesTheSignatureWithAKey() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Path key = store.resolve("key.pem");
    Files.writeString(
        key,
        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
            .formatted(Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())));
    CommandRun unsigned = snapshot("verify", "2", "--key", key.toString());
    assertThat(unsigned.status()).isEqualTo(1);
    assertThat(unsigned.err()).contains("not sound: signature: ", "is not signed");

    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(Files.readAllBytes(folder(2).resolve(SnapshotFiles.MANIFEST)));
    Files.write(folder(2).resolve(SnapshotFiles.SIGNATURE), signature.sign());
    CommandRun signed = snapshot("verify", "2", "--key", key.toString());
    assertThat(signed.status()).as(signed.err()).isZero();
    assertThat(signed.out()).contains("signed by a trusted key");

    assertThat(snapshot("verify", "2", "--key", store.resolve("none.pem").toString()).err())
        .contains("none.pem: expected a readable file");
  }

  @Test
  void tellsHowRowsMoved() {
    CommandRun run = snapshot("diff", "2", "3", "--moves", "2");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().lines().toList())
        .satisfies(
            lines -> {
              assertThat(lines.get(0))
                  .startsWith("items   0 more, 0 less, 48 in both, mean cosine");
              assertThat(lines.get(1))
                  .startsWith("users   0 more, 0 less, 26 in both, mean cosine");
              assertThat(lines.get(4)).matches(" +-0\\.\\d{4} {2}i\\d+ {2}Title \\d+");
              assertThat(lines.get(6)).isEqualTo("gate    not judged, then not judged");
            });

    CommandRun grown = snapshot("diff", "1", "2");
    assertThat(grown.out().lines())
        .startsWith("items   48 more, 0 less, 0 in both", "users   26 more, 0 less, 0 in both");
    assertThat(snapshot("diff", "2", "2").out()).contains("48 in both, mean cosine 1.0000");
  }

  @Test
  void saysThatThereIsNoSuchVersion() {
    for (String command : new String[] {"show", "verify"}) {
      CommandRun run = snapshot(command, "9");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.errLines())
          .containsExactly("eddyline: no snapshot 9 of model main in " + store);
    }
    assertThat(snapshot("diff", "2", "9").status()).isEqualTo(1);
  }

  @Test
  void saysThatAManifestIsNotOne() throws IOException {
    Files.write(folder(1).resolve(SnapshotFiles.MANIFEST), "{".getBytes(StandardCharsets.UTF_8));
    assertThat(snapshot("show", "1").errLines())
        .singleElement()
        .asString()
        .startsWith("eddyline: manifest is not readable");
  }

  private CommandRun snapshot(String command, String... arguments) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("snapshot", command, "--store", store.toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private Path folder(int version) {
    return store.resolve("main").resolve(Integer.toString(version));
  }

  private void edit(int version, Consumer<ObjectNode> change) throws IOException {
    Path file = folder(version).resolve(SnapshotFiles.MANIFEST);
    ObjectNode manifest = (ObjectNode) JSON.readTree(file.toFile());
    change.accept(manifest);
    Files.write(file, JSON.writeValueAsBytes(manifest));
  }

  private static void gate(ObjectNode manifest, boolean passed) {
    ObjectNode gate = manifest.putObject("gate").put("passed", passed);
    gate.putArray("checks")
        .addObject()
        .put("name", "recall10")
        .put("value", passed ? -0.01 : -0.03)
        .put("limit", -0.02)
        .put("passed", passed)
        .put("detail", "as good");
  }
}
