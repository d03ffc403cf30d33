package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import org.junit.jupiter.api.Test;

class SessionThreadTest {
  @Test
  void aSessionOfOneThreadIsMadeBesideTheCaller() throws OrtException {
    assertThat(SessionThread.make(1, Thread::currentThread)).isNotSameAs(Thread.currentThread());
  }

  @Test
  void theCallerMakesOneOfSeveralThreadsItself() throws OrtException {
    assertThat(SessionThread.make(2, Thread::currentThread)).isSameAs(Thread.currentThread());
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
}
