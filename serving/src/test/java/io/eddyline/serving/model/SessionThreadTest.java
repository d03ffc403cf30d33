package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionThreadTest {
  private final AtomicReference<@Nullable Thread> maker = new AtomicReference<>();

  @Test
  void aSessionOfOneThreadIsMadeBesideTheCaller() throws OrtException {
    assertThat(SessionThread.make(1, this::noSession)).isNull();
    assertThat(maker).doesNotHaveValue(Thread.currentThread());
  }

  @Test
  void theCallerMakesOneOfSeveralThreadsItself() throws OrtException {
    assertThat(SessionThread.make(2, this::noSession)).isNull();
    assertThat(maker).hasValue(Thread.currentThread());
  }

  @Test
  void whatGoesWrongIsThrownAsItWas() {
    OrtException broken = new OrtException("broken");
    IllegalStateException closed = new IllegalStateException("closed");
    assertThatThrownBy(
            () ->
                SessionThread.make(
                    1,
                    () -> {
                      throw broken;
                    }))
        .isSameAs(broken);
    assertThatThrownBy(
            () ->
                SessionThread.make(
                    1,
                    () -> {
                      throw closed;
                    }))
        .isSameAs(closed);
  }

  private @Nullable OrtSession noSession() {
    maker.set(Thread.currentThread());
    return null;
  }
}
