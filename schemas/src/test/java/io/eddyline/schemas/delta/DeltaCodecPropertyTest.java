package io.eddyline.schemas.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.delta.sbe.Side;
import io.eddyline.schemas.delta.sbe.UserRowEncoder;
import io.eddyline.schemas.error.FormatException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class DeltaCodecPropertyTest {
  private final DeltaStream users = new DeltaStream(0xABCD, Side.USER, 3, 1_700_000_000_000L);
  private final DeltaBatch batch = new DeltaBatch();
  private final Heard heard = new Heard();

  @Property
  void readsWhatWasWritten(
      @ForAll @StringLength(min = 1, max = 60) String user,
      @ForAll @Size(max = 20) List<@StringLength(min = 1, max = 60) String> history,
      @ForAll @Size(max = 63) List<@StringLength(min = 1, max = 60) String> seen,
      @ForAll @Size(max = 256) List<Byte> vector,
      @ForAll long updates) {
    batch.clear();
    heard.lines.clear();
    DeltaMessages.userRow(batch, users, valid(user), updates, valid(history), valid(seen), vector);
    DeltaMessages.watermark(batch, users, updates, List.of(4, 9));
    read(batch.length());
    assertThat(heard.lines)
        .containsExactly(
            "USER-3 %d user %s %d history %s seen %s vector %s"
                .formatted(
                    users.nextSequence() - 2,
                    valid(user),
                    updates,
                    valid(history),
                    valid(seen),
                    vector),
            "USER-3 %d watermark %d sources [4:8, 9:18]"
                .formatted(users.nextSequence() - 1, updates));
  }

  @Property
  void refusesRandomBytesWithAFormatExceptionOnly(@ForAll byte[] bytes) {
    readSafely(new UnsafeBuffer(bytes), bytes.length);
  }

  @Property
  void refusesAlteredMessagesWithAFormatExceptionOnly(
      @ForAll int at, @ForAll byte replacement, @ForAll int cut) {
    batch.clear();
    DeltaMessages.oneOfEach(batch, users);
    byte[] bytes = new byte[batch.length()];
    batch.buffer().getBytes(0, bytes);
    bytes[Math.floorMod(at, bytes.length)] = replacement;
    readSafely(new UnsafeBuffer(bytes), Math.floorMod(cut, bytes.length + 1));
  }

  private void readSafely(UnsafeBuffer bytes, int length) {
    try {
      new DeltaReader().read(bytes, 0, length, heard);
    } catch (FormatException expected) {
      assertThat(expected).hasMessageContaining("delta");
    }
  }

  @Test
  void passesOverAMessageThatANewerReleaseSends() {
    DeltaMessages.watermark(batch, users, 1, List.of());
    int unknownAt = batch.length();
    DeltaMessages.watermark(batch, users, 2, List.of());
    DeltaMessages.watermark(batch, users, 3, List.of());
    byte[] bytes = new byte[batch.length()];
    batch.buffer().getBytes(0, bytes);
    UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    buffer.putShort(unknownAt + DeltaBatch.LENGTH_BYTES + Short.BYTES, (short) 99);
    new DeltaReader().read(buffer, 0, bytes.length, heard);
    assertThat(heard.lines)
        .containsExactly(
            "USER-3 0 watermark 1 sources []", "unknown 99", "USER-3 2 watermark 3 sources []");
  }

  @Test
  void handsOverWhatStandsBeforeAMessageThatIsNotSound() {
    DeltaMessages.watermark(batch, users, 1, List.of());
    assertThatThrownBy(() -> read(batch.length() - 1)).isInstanceOf(FormatException.class);
    assertThat(heard.lines).isEmpty();
    DeltaMessages.watermark(batch, users, 2, List.of());
    assertThatThrownBy(() -> read(batch.length() - 1)).isInstanceOf(FormatException.class);
    assertThat(heard.lines).containsExactly("USER-3 0 watermark 1 sources []");
  }

  @Test
  void aMessageThatIsBegunAndNotEndedLeavesNoTrace() {
    UserRowEncoder _ = batch.beginUserRow(users);
    DeltaMessages.watermark(batch, users, 7, List.of());
    read(batch.length());
    assertThat(heard.lines).containsExactly("USER-3 0 watermark 7 sources []");
  }

  @Test
  void aTruncatedBatchEndsBetweenTwoMessages() {
    DeltaMessages.watermark(batch, users, 1, List.of());
    int first = batch.length();
    DeltaMessages.watermark(batch, users, 2, List.of());
    batch.truncate(first);
    read(batch.length());
    assertThat(heard.lines).containsExactly("USER-3 0 watermark 1 sources []");
    assertThat(users.nextSequence()).as("the number is spent").isEqualTo(2);
  }

  private void read(int length) {
    new DeltaReader().read(batch.buffer(), 0, length, heard);
  }

  private static List<String> valid(List<String> ids) {
    return ids.stream().map(DeltaCodecPropertyTest::valid).toList();
  }

  /** Without what UTF-8 cannot say. */
  private static String valid(String id) {
    return new String(
        id.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        java.nio.charset.StandardCharsets.UTF_8);
  }
}
