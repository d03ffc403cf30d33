package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.control.ModelOrders;
import io.eddyline.schemas.record.ActiveVersion;
import io.eddyline.schemas.record.Canary;
import io.eddyline.schemas.record.PinnedVersion;
import io.eddyline.schemas.record.Retention;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which loads of newer versions outlive an order. */
class VersionChoiceTest {
  private static final ModelOrders ACTIVATED = orders(null, activation(3, 4), null);

  @Test
  void ordersOfOtherThingsKeepALoad() {
    ModelOrders retained =
        new ModelOrders(
            null, activation(3, 4), null, null, Retention.newBuilder().setKeep(9).build());
    assertThat(VersionChoice.isKept(5, ACTIVATED, retained)).isTrue();
    assertThat(VersionChoice.isKept(5, ACTIVATED, orders(null, activation(3, 4), canary(2))))
        .isTrue();
    assertThat(VersionChoice.isKept(5, ModelOrders.NONE, orders(null, null, canary(2)))).isTrue();
  }

  @Test
  void anOrderThatNamesTheVersionKeepsItsLoad() {
    assertThat(VersionChoice.isKept(5, ModelOrders.NONE, orders(pin(5), null, null))).isTrue();
    assertThat(VersionChoice.isKept(5, ACTIVATED, orders(null, activation(5, 5), null))).isTrue();
    assertThat(VersionChoice.isKept(5, orders(pin(3), null, null), ModelOrders.NONE)).isTrue();
  }

  @Test
  void anOrderForAnotherVersionEndsIt() {
    assertThat(VersionChoice.isKept(5, ModelOrders.NONE, orders(pin(3), null, null))).isFalse();
    assertThat(VersionChoice.isKept(5, ACTIVATED, orders(pin(3), activation(3, 4), null)))
        .isFalse();
    assertThat(VersionChoice.isKept(5, ModelOrders.NONE, orders(null, activation(3, 5), null)))
        .isFalse();
    assertThat(VersionChoice.isKept(5, ACTIVATED, orders(null, activation(2, 5), null))).isFalse();
  }

  private static ModelOrders orders(
      @Nullable PinnedVersion pin, @Nullable ActiveVersion active, @Nullable Canary canary) {
    return new ModelOrders(pin, active, canary, null, null);
  }

  private static PinnedVersion pin(long version) {
    return PinnedVersion.newBuilder().setVersion(version).build();
  }

  private static ActiveVersion activation(long version, long supersededAbove) {
    return ActiveVersion.newBuilder()
        .setVersion(version)
        .setSupersededAbove(supersededAbove)
        .build();
  }

  private static Canary canary(long version) {
    return Canary.newBuilder().setVersion(version).setShare(0.5).build();
  }
}
