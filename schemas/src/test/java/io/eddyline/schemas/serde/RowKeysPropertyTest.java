package io.eddyline.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.serde.RowKeys.Kind;
import io.eddyline.schemas.serde.RowKeys.Store;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RowKeysPropertyTest {
  @Property
  void noIdIsTakenForAReservedKey(@ForAll @StringLength(min = 1, max = 80) String any) {
    String id = Utf8.valid(any);
    assertThat(RowKeys.kind(RowKeys.row(id))).isEqualTo(Kind.ROW);
    assertThat(RowKeys.id(RowKeys.row(id))).isEqualTo(id);
  }

  @Property
  void seenBlockKeepsUserAndNumber(
      @ForAll @StringLength(min = 1, max = 80) String any, @ForAll @IntRange(min = 0) int block) {
    String id = Utf8.valid(any);
    byte[] key = RowKeys.seenBlock(id, block);
    assertThat(RowKeys.kind(key)).isEqualTo(Kind.SEEN_BLOCK);
    assertThat(RowKeys.id(key)).isEqualTo(id);
    assertThat(RowKeys.block(key)).isEqualTo(block);
  }

  @Property
  void stateSlotKeepsStoreAndSlot(@ForAll Store store, @ForAll @IntRange(min = 0) int slot) {
    byte[] key = RowKeys.stateSlot(store, slot);
    assertThat(RowKeys.store(key)).isEqualTo(store);
    assertThat(RowKeys.slot(key)).isEqualTo(slot);
  }

  @Test
  void refusesAReservedKeyOfNoKnownKind() {
    assertThat(RowKeys.kind(RowKeys.progress())).isEqualTo(Kind.PROGRESS);
    assertThatThrownBy(() -> RowKeys.kind(new byte[] {(byte) 0xFF, 'x'}))
        .isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> RowKeys.store(RowKeys.row("user")))
        .isInstanceOf(FormatException.class);
  }
}
