package io.eddyline.schemas.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.FormatException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RecommendationIdPropertyTest {
  @Property
  void decodesWhatItEncoded(
      @ForAll @AlphaChars @NumericChars @StringLength(min = 1, max = 64) String model,
      @ForAll @LongRange(min = 1) long version,
      @ForAll Arm arm,
      @ForAll long random) {
    RecommendationId id = new RecommendationId(model, version, arm, random);
    assertThat(RecommendationId.decode(id.encode())).isEqualTo(id);
    assertThat(id.encode().length()).isLessThanOrEqualTo(115);
  }

  @Property
  void refusesEverythingElse(@ForAll String text) {
    assertThat(RecommendationId.parse(text)).isNull();
  }

  @Property
  void noticesAnyChangedCharacter(
      @ForAll long random, @ForAll @IntRange(max = 34) int at, @ForAll @AlphaChars char other) {
    String text = new RecommendationId("main", 42, Arm.CANARY, random).encode();
    String altered = text.substring(0, at) + other + text.substring(at + 1);
    if (!altered.equals(text)) {
      assertThat(RecommendationId.parse(altered)).isNull();
    }
  }

  @Test
  void refusesOtherFormatsArmsAndVersionsUnderASoundChecksum() {
    assertThat(RecommendationId.parse(sealed((byte) 1, (byte) 0, 3))).isNotNull();
    assertThat(RecommendationId.parse(sealed((byte) 2, (byte) 0, 3))).isNull();
    assertThat(RecommendationId.parse(sealed((byte) 1, (byte) 9, 3))).isNull();
    assertThat(RecommendationId.parse(sealed((byte) 1, (byte) -1, 3))).isNull();
    assertThat(RecommendationId.parse(sealed((byte) 1, (byte) 0, 0))).isNull();
    assertThatThrownBy(() -> RecommendationId.decode("none")).isInstanceOf(FormatException.class);
  }

  private static String sealed(byte format, byte arm, long version) {
    ByteBuffer bytes = ByteBuffer.allocate(23);
    bytes.put(format).put(arm).putLong(7).putLong(version).put((byte) 'm');
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), 0, bytes.position());
    bytes.putInt((int) crc.getValue());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }
}
