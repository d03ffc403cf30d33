package io.eddyline.learner.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class IdTextPropertyTest {
  private final IdText text = new IdText();

  @Property(tries = 500)
  void givesTheBytesThatTheStringGives(@ForAll("ids") String id) {
    text.set(id);

    assertThat(Arrays.copyOf(text.bytes(), text.length()))
        .isEqualTo(id.getBytes(StandardCharsets.UTF_8));
  }

  /** Surrogates, in pairs and alone, among letters of one, two and three bytes. */
  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.strings()
        .withChars('a', '\0', '\u007f', '\u0080', '\u07ff', '\u0800', '\uffff')
        .withCharRange('\ud7fe', '\ue001')
        .ofMaxLength(300);
  }
}
