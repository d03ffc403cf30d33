package io.eddyline.learner.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFileTest {
  private static final long SEED = 5;
  private static final ImageHeader HEADER =
      new ImageHeader("rows", "rows-changelog", 3, "id", 41, 1_700_000_000_000L, "dimension 8");

  @TempDir Path folder;

  @Test
  void readsWhatWasWrittenOverManyBuffers() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] ints = random.ints(500_001).toArray();
    long[] longs = random.longs(300_001).toArray();
    double[] doubles = random.doubles(100_003).toArray();
    float[] floats = new float[700_001];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = Float.intBitsToFloat(random.nextInt());
    }
    Path path = write("é €");
    ImageFile.write(
        path,
        HEADER,
        out -> {
          out.putText("odd");
          out.putInts(ints, 0, ints.length);
          out.putLongs(longs, 1, longs.length - 1);
          out.putBytes(new byte[1_100_001]);
          out.putFloats(floats, 0, floats.length);
          out.putDoubles(doubles, 0, doubles.length);
          out.putLong(-7);
        },
        () -> false);

    try (ImageFile image = ImageFile.open(path)) {
      assertThat(image.header()).isEqualTo(HEADER);
      assertThat(image.bytes()).isEqualTo(Files.size(path));
      image.read(
          in -> {
            assertThat(in.getText()).isEqualTo("odd");
            int[] readInts = new int[ints.length];
            in.getInts(readInts, 0, ints.length);
            assertThat(readInts).as("seed %d", SEED).isEqualTo(ints);
            long[] readLongs = new long[longs.length];
            readLongs[0] = longs[0];
            in.getLongs(readLongs, 1, longs.length - 1);
            assertThat(readLongs).as("seed %d", SEED).isEqualTo(longs);
            assertThat(in.getBytes()).hasSize(1_100_001).containsOnly(0);
            for (float value : floats) {
              assertThat(Float.floatToRawIntBits(one(in)))
                  .as("seed %d", SEED)
                  .isEqualTo(Float.floatToRawIntBits(value));
            }
            double[] readDoubles = new double[doubles.length];
            in.getDoubles(readDoubles, 0, doubles.length);
            assertThat(readDoubles).as("seed %d", SEED).isEqualTo(doubles);
            assertThat(in.getLong()).isEqualTo(-7);
          });
    }
  }

  private static float one(ColumnReader in) {
    float[] value = new float[1];
    in.getFloats(value, 0, 1);
    return value[0];
  }

  @Test
  void refusesAFileOfWhichAnyByteWasAltered() throws IOException {
    byte[] sound = Files.readAllBytes(write("rows"));
    for (int at = 0; at < sound.length; at++) {
      byte[] altered = sound.clone();
      altered[at] ^= 0x10;
      assertRefused(altered);
    }
  }

  @Test
  void refusesAFileThatIsShorterOrLonger() throws IOException {
    byte[] sound = Files.readAllBytes(write("rows"));
    for (int length = 0; length < sound.length + 9; length++) {
      if (length != sound.length) {
        assertRefused(Arrays.copyOf(sound, length));
      }
    }
  }

  private void assertRefused(byte[] bytes) throws IOException {
    Path path = Files.write(folder.resolve("altered"), bytes);
    assertThatThrownBy(() -> ImageFile.open(path)).isInstanceOf(FormatException.class);
  }

  @Test
  void readingLessThanThereIsFails() throws IOException {
    ImageFile image = ImageFile.open(write("rows"));
    assertThatThrownBy(() -> image.read(in -> {}))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("too many");
  }

  @Test
  void canBeReadWhenItsNameIsGone() throws IOException {
    Path path = write("rows");
    ImageFile image = ImageFile.open(path);
    image.unlink();
    assertThat(path).doesNotExist();
    List<String> read = new ArrayList<>();
    image.read(in -> read.add(in.getText()));
    assertThat(read).containsExactly("rows");
  }

  @Test
  void leavesNothingWhenWritingFails() throws IOException {
    Path path = write("rows");
    assertThatThrownBy(() -> ImageFile.write(path, HEADER, out -> out.putText("x"), () -> true))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no more time");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private Path write(String text) throws IOException {
    Path path = folder.resolve("rows.image");
    ImageFile.write(path, HEADER, out -> out.putText(text), () -> false);
    return path;
  }
}
