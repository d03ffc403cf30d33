package io.eddyline.schemas.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.ActiveModel;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.Rebuild;
import io.eddyline.schemas.serde.RecordSerdes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ControlStateTest {
  private final ControlState state = new ControlState();

  @Test
  void theLastOrderOfAKeyIsInForce() {
    activate("main");
    activate("next");
    assertThat(state.activeModel()).isEqualTo("next");
    state.apply(key(ControlKeys.ACTIVE_MODEL), null);
    assertThat(state.activeModel()).isNull();
  }

  @Test
  void rebuildsOfSeveralModelsStandBesideEachOther() {
    begin("next", "earliest");
    begin("other", "2026-01-01T00:00:00Z");
    assertThat(state.rebuilds()).extracting(Rebuild::getModel).containsExactly("next", "other");
    state.apply(key(ControlKeys.rebuild("next")), null);
    assertThat(state.rebuild("next")).isNull();
    assertThat(state.rebuild("other")).isNotNull();
  }

  @Test
  void anUnreadableOrderLeavesTheOneBefore() {
    activate("main");
    assertThatThrownBy(() -> state.apply(key(ControlKeys.ACTIVE_MODEL), new byte[] {9, 9, 9}))
        .isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> state.apply(null, null)).isInstanceOf(FormatException.class);
    assertThat(state.activeModel()).isEqualTo("main");
  }

  @Test
  void anOrderUnderAnotherKeyThanItsOwnIsRefused() {
    byte[] order =
        RecordSerdes.CONTROL.encode(
            Control.newBuilder().setActiveModel(ActiveModel.newBuilder().setModel("next")).build());
    assertThatThrownBy(() -> state.apply(key("rebuild:next"), order))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("rebuild:next");
    assertThat(state.activeModel()).isNull();
  }

  @Test
  void anOrderOfAnUnknownKindIsPassedOver() {
    activate("main");
    state.apply(
        key("canary:main"),
        RecordSerdes.CONTROL.encode(Control.newBuilder().setReason("of later").build()));
    assertThat(state.activeModel()).isEqualTo("main");
  }

  private void activate(String model) {
    state.apply(
        key(ControlKeys.ACTIVE_MODEL),
        RecordSerdes.CONTROL.encode(
            Control.newBuilder().setActiveModel(ActiveModel.newBuilder().setModel(model)).build()));
  }

  private void begin(String model, String from) {
    state.apply(
        key(ControlKeys.rebuild(model)),
        RecordSerdes.CONTROL.encode(
            Control.newBuilder()
                .setRebuild(Rebuild.newBuilder().setModel(model).setFrom(from))
                .build()));
  }

  private static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
