package io.eddyline.schemas.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class DeepStackTest {
  private static final int FRAMES = 500_000;

  @Test
  void recursesDeeperThanAUsualStack() {
    assertThat(DeepStack.call("deep", () -> depth(FRAMES))).isEqualTo(FRAMES);
  }

  @Test
  void tellsWhyACallFailed() {
    assertThatThrownBy(
            () ->
                DeepStack.call(
                    "deep",
                    () -> {
                      throw new UnsatisfiedLinkError("no library");
                    }))
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("no library");
  }

  private static int depth(int frames) {
    return frames == 0 ? 0 : 1 + depth(frames - 1);
  }
}
