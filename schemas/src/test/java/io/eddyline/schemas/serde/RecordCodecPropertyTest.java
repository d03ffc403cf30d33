package io.eddyline.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Item;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RecordCodecPropertyTest {
  private static final List<RecordCodec<?>> CODECS =
      List.of(
          RecordSerdes.EVENT,
          RecordSerdes.INTERACTION,
          RecordSerdes.REJECTION,
          RecordSerdes.ITEM,
          RecordSerdes.ITEM_UPDATES,
          RecordSerdes.USER_ROW,
          RecordSerdes.SEEN_BLOCK,
          RecordSerdes.ITEM_ROW,
          RecordSerdes.ROW_PROGRESS,
          RecordSerdes.STATE_SLOT,
          RecordSerdes.SNAPSHOT_ANNOUNCEMENT,
          RecordSerdes.METRIC_SAMPLE,
          RecordSerdes.VERDICT,
          RecordSerdes.PRESENCE);

  @Property
  void decodesWhatItEncoded(
      @ForAll String user, @ForAll String item, @ForAll long timestampMs, @ForAll double value) {
    Event event =
        Event.newBuilder()
            .setUserId(Utf8.valid(user))
            .setItemId(Utf8.valid(item))
            .setTimestampMs(timestampMs)
            .setValue(value)
            .build();
    assertThat(RecordSerdes.EVENT.decode(RecordSerdes.EVENT.encode(event))).isEqualTo(event);
  }

  @Property
  void refusesRandomBytesWithAFormatExceptionOnly(@ForAll byte[] bytes) {
    for (RecordCodec<?> codec : CODECS) {
      try {
        codec.decode(bytes);
      } catch (FormatException expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
  }

  @Property
  void refusesRandomBytesBehindAProperHeader(@ForAll byte[] body) {
    byte[] bytes = new byte[body.length + 2];
    System.arraycopy(body, 0, bytes, 2, body.length);
    bytes[0] = RecordType.USER_ROW.schemaId();
    bytes[1] = RecordCodec.VERSION;
    try {
      RecordSerdes.USER_ROW.decode(bytes);
    } catch (FormatException expected) {
      assertThat(expected).hasMessageContaining("USER_ROW");
    }
  }

  @Test
  void refusesAnotherRecordsBytes() {
    byte[] item = RecordSerdes.ITEM.encode(Item.newBuilder().setItemId("i").build());
    assertThatThrownBy(() -> RecordSerdes.EVENT.decode(item))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("schema id 4, expected 1");
  }

  @Test
  void refusesANewerVersion() {
    byte[] item = RecordSerdes.ITEM.encode(Item.newBuilder().setItemId("i").build());
    item[1] = RecordCodec.VERSION + 1;
    assertThatThrownBy(() -> RecordSerdes.ITEM.decode(item))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("ITEM in version 2, this reader knows 1 to 1");
  }
}
