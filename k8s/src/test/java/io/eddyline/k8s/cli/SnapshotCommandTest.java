package io.eddyline.k8s.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotDraft;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotCommandTest {
  @TempDir private Path store = Path.of("");

  @BeforeEach
  void publishTwoVersions() throws IOException {
    publish(1);
    publish(2);
  }

  @Test
  void listsTheVersionsOldestFirst() {
    CommandRun run = snapshot("list");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .satisfiesExactly(
            first -> assertThat(first).containsSubsequence("1 ", "3 items", "2 users", "7 events"),
            second -> assertThat(second).containsSubsequence("2 ", "1970-01-01T00:00:02Z"));
  }

  @Test
  void listsNothingOfAModelWithoutVersions() {
    CommandRun run = CommandRun.of("snapshot", "list", "--store", store.toString(), "--model=shop");
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEmpty();
  }

  @Test
  void showsTheManifest() throws IOException {
    CommandRun run = snapshot("show", "2");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(new ObjectMapper().readTree(run.out()))
        .isEqualTo(new ObjectMapper().readTree(file(2, SnapshotFiles.MANIFEST).toFile()));
  }

  @Test
  void verifiesASoundVersion() {
    CommandRun run = snapshot("verify", "1");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("version 1: 1 files as they were written\n");
  }

  @Test
  void namesTheFileThatIsDamaged() throws IOException {
    Files.writeString(file(1, SnapshotFiles.ITEMS), "ROWS");
    CommandRun run = snapshot("verify", "1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .startsWith("eddyline: version 1 is damaged: ")
        .contains(SnapshotFiles.ITEMS);
  }

  @Test
  void saysThatThereIsNoSuchVersion() {
    for (String command : new String[] {"show", "verify"}) {
      CommandRun run = snapshot(command, "9");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.errLines())
          .containsExactly("eddyline: no snapshot 9 of model main in " + store);
    }
  }

  @Test
  void saysThatAManifestIsNotOne() throws IOException {
    Files.write(file(1, SnapshotFiles.MANIFEST), "{".getBytes(StandardCharsets.UTF_8));
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

  private Path file(long version, String name) {
    return store.resolve("main").resolve(Long.toString(version)).resolve(name);
  }

  private void publish(long version) throws IOException {
    try (SnapshotDraft draft = new FileSnapshotStore(store).draft("main", version)) {
      Files.writeString(draft.file(SnapshotFiles.ITEMS), "rows");
      draft.publish(
          new Manifest(
              Manifest.FORMAT_VERSION,
              "main",
              version,
              null,
              version * 1000,
              8,
              0,
              new Manifest.Counts(3, 2, 0),
              new Manifest.Offsets(Map.of(), Map.of(), Map.of(), Map.of()),
              7,
              new Scoring(0.1f, 1.5f, 0, 20, 0.8f, 0.5f, 0),
              Map.of(),
              draft.digests(),
              null));
    }
  }
}
