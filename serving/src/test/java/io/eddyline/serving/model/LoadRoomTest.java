package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadRoomTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LoadRoom room = new LoadRoom(2, registry);

  @Test
  void aLoadWaitsForAPlaceUntilNobodyWantsItAnyMore() {
    room.take(() -> true);
    room.filled();
    room.take(() -> true);
    assertThat(loaded()).isEqualTo(2);
    AtomicInteger asked = new AtomicInteger();
    assertThatExceptionOfType(LoadPace.AbandonedException.class)
        .isThrownBy(() -> room.take(() -> asked.incrementAndGet() < 3));
    room.giveBack();
    room.take(() -> true);
    room.emptied();
    assertThat(loaded()).isEqualTo(1);
    assertThat(registry.get("eddyline.serving.model.loads").counter().count()).isEqualTo(1);
    assertThat(registry.get("eddyline.serving.model.closes").counter().count()).isEqualTo(1);
  }

  @Test
  void aPaceEndsALoadThatNobodyWants() {
    AtomicBoolean wanted = new AtomicBoolean(true);
    LoadPace pace = new LoadPace(0.5, wanted::get);
    pace.pause();
    wanted.set(false);
    assertThatExceptionOfType(LoadPace.AbandonedException.class).isThrownBy(pace::pause);
  }

  private double loaded() {
    return registry.get("eddyline.serving.model.loaded").gauge().value();
  }
}
