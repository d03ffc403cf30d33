package io.eddyline.schemas.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.delta.sbe.MessageHeaderDecoder;
import io.eddyline.schemas.delta.sbe.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The bytes that each version of the schema wrote; {@code -Dgolden.write=true} adds this one's. */
class DeltaGoldenTest {
  private static final int SAYS_NEIGHBOURS = 1;
  private static final Path FOLDER = Path.of("src/test/resources/golden/delta");

  @Test
  void writesTheBytesOfItsVersion() throws IOException {
    Path file = FOLDER.resolve(MessageHeaderDecoder.SCHEMA_VERSION + ".bin");
    byte[] written = oneOfEach();
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(FOLDER);
      Files.write(file, written);
    }
    assertThat(Files.readAllBytes(file))
        .as("a changed message needs a new schema version, see src/main/sbe/README.md")
        .isEqualTo(written);
  }

  @Test
  void readsWhatEveryVersionWrote() throws IOException {
    for (int version = 0; version <= MessageHeaderDecoder.SCHEMA_VERSION; version++) {
      byte[] bytes = Files.readAllBytes(FOLDER.resolve(version + ".bin"));
      Heard heard = new Heard();
      new DeltaReader().read(new UnsafeBuffer(bytes), 0, bytes.length, heard);
      assertThat(heard.lines)
          .containsExactly(
              "ITEM-1 0 start -1",
              "ITEM-1 1 block 2 [a, b] of user",
              "ITEM-1 2 user user 3 history [c, é] seen [d] vector [1]",
              "ITEM-1 3 item item 4 vectors [1, 2] [1, 2] [1, 2] popularity 1.5 0.5"
                  + (version >= SAYS_NEIGHBOURS ? " neighbours [of 1, 0 n 2.5]" : ""),
              "ITEM-1 4 removed gone",
              "ITEM-1 5 watermark 10 sources [0:0, 1:2]");
    }
  }

  private static byte[] oneOfEach() {
    DeltaBatch batch = new DeltaBatch();
    DeltaMessages.oneOfEach(batch, new DeltaStream(-1, Side.ITEM, 1, 1_700_000_000_000L));
    byte[] bytes = new byte[batch.length()];
    batch.buffer().getBytes(0, bytes);
    return bytes;
  }
}
