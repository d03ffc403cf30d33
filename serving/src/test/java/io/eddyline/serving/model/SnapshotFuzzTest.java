package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.ReadPolicy;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.serving.GoldenStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions with bytes that nobody chose. */
@SuppressWarnings("NullAway.Init") // set before each test
class SnapshotFuzzTest {
  private static final int FLIPS = 150;

  @TempDir Path root;
  private AlteredVersion it;

  @BeforeEach
  void putGoldenVersion() throws Exception {
    it = new AlteredVersion(root.resolve("store"));
  }

  @Test
  void bytesFlippedAnywhereAreNeverServed() throws Exception {
    List<Path> files = it.files();
    String announced = sha256(it.folder.resolve(SnapshotFiles.MANIFEST));
    SplittableRandom random = new SplittableRandom(20_260_101);
    for (int flip = 0; flip < FLIPS; flip++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] whole = Files.readAllBytes(file);
      byte[] bytes = whole.clone();
      int at = random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bytes);
      assertThatExceptionOfType(ModelRefusedException.class)
          .as("flip %d: byte %d of %s", flip, at, file.getFileName())
          .isThrownBy(
              () ->
                  new ModelLoader(it.golden.store(), Inference.INLINE)
                      .load(new ModelVersion(GoldenStore.MODEL, 2, announced), LoadPace.UNLIMITED));
      Files.write(file, whole);
    }
  }

  @Test
  void tablesOfAnyBytesAreRefusedOrServedButNeverFail() throws Exception {
    List<Path> tables =
        it.files().stream()
            .filter(file -> !file.endsWith(SnapshotFiles.MODEL))
            .filter(file -> !file.endsWith(SnapshotFiles.MANIFEST))
            .toList();
    SplittableRandom random = new SplittableRandom(20_260_102);
    for (int flip = 0; flip < FLIPS; flip++) {
      Path file = tables.get(random.nextInt(tables.size()));
      byte[] whole = Files.readAllBytes(file);
      byte[] bytes = whole.clone();
      for (int count = random.nextInt(4); count >= 0; count--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      GoldenStore.replace(it.folder, file.getFileName().toString(), bytes);
      try (LoadedModel model = it.load(ReadPolicy.OPEN)) {
        RetrievalQuery query =
            RetrievalQuery.of(model.scoring(), 1, new int[] {1}, new float[0], new int[] {2});
        assertThat(model.rank(query, 10).size()).as("flip %d", flip).isEqualTo(10);
      } catch (FormatException | ModelRefusedException expected) {
        assertThat(expected.getMessage()).as("flip %d", flip).isNotEmpty();
      }
      GoldenStore.replace(it.folder, file.getFileName().toString(), whole);
    }
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
