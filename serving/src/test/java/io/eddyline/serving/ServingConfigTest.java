package io.eddyline.serving;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.serving.http.HttpConfig;
import io.eddyline.serving.model.InferenceConfig;
import org.junit.jupiter.api.Test;

class ServingConfigTest {
  @Test
  void namesKeyValueAndRange() {
    assertThatThrownBy(() -> new HttpConfig("127.0.0.1", 70_000, 4_096, 1, 1, 1))
        .hasMessage("serving.http.port 70000: expected 0 to 65535");
    assertThatThrownBy(() -> new HttpConfig("127.0.0.1", 0, 4_096, 1, 1, 0))
        .hasMessage("serving.http.deadline-ms 0: expected 1 to 60000");
    assertThatThrownBy(() -> new InferenceConfig(0, 1, 16))
        .hasMessage("serving.inference.worker-threads 0: expected 1 to 256");
  }
}
