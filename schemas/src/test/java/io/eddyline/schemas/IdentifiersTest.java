package io.eddyline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdentifiersTest {
  @Test
  void acceptsAnyCharactersUpToTheBoundInBytes() {
    assertThat(Identifiers.fault("ü\u0000/.. 🎬")).isNull();
    assertThat(Identifiers.fault("x".repeat(256))).isNull();
  }

  @Test
  void refusesEmptyOversizedAndUnpairedIds() {
    assertThat(Identifiers.fault("")).contains("is 0 bytes long, expected 1 to 256");
    assertThat(Identifiers.fault("ü".repeat(129))).contains("is 258 bytes long");
    assertThat(Identifiers.fault("\uD800")).contains("unpaired surrogate");
  }
}
