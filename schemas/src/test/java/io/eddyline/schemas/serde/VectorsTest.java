package io.eddyline.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.eddyline.schemas.error.FormatException;
import org.junit.jupiter.api.Test;

class VectorsTest {
  @Test
  void keepsBitsAndOffsets() {
    float[] values = {9, 1.5f, -2, Float.MIN_VALUE, 9};
    ByteString bytes = Vectors.encode(values, 1, 3);
    assertThat(bytes.toByteArray()).startsWith(0, 0, (byte) 0xC0, 0x3F);
    float[] target = new float[5];
    Vectors.decode(bytes, target, 2, 3);
    assertThat(target).containsExactly(0, 0, 1.5f, -2, Float.MIN_VALUE);
  }

  @Test
  void refusesAnotherDimension() {
    ByteString bytes = Vectors.encode(new float[4], 0, 4);
    assertThatThrownBy(() -> Vectors.decode(bytes, new float[5], 0, 5))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("16 bytes, expected 20 (dimension 5)");
  }
}
