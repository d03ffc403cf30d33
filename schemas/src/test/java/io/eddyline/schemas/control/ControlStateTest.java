package io.eddyline.schemas.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.ActiveModel;
import io.eddyline.schemas.record.Canary;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.PinnedVersion;
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
  void ordersOfAModelStandUnderTheirOwnKeys() {
    Control pin =
        Control.newBuilder()
            .setPinnedVersion(PinnedVersion.newBuilder().setModel("main").setVersion(7))
            .build();
    Control canary =
        Control.newBuilder()
            .setCanary(Canary.newBuilder().setModel("main").setVersion(8).setShare(0.1))
            .build();
    state.apply(key("pin:main"), RecordSerdes.CONTROL.encode(pin));
    state.apply(key("canary:main"), RecordSerdes.CONTROL.encode(canary));
    ControlState before = state.copy();
    state.apply(key("pin:main"), null);
    assertThat(before.model("main").pin()).isEqualTo(pin.getPinnedVersion());
    assertThat(state.model("main").pin()).isNull();
    assertThat(state.model("main").canary()).isEqualTo(canary.getCanary());
    assertThat(state.model("next")).isEqualTo(ModelOrders.NONE);
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
