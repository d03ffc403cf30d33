package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.eddyline.schemas.serde.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares values that two runs computed: numbers that went through vector kernels up to a
 * tolerance, since the order of a SIMD sum may differ between interpreted and compiled code, and
 * everything else exactly.
 */
final class Closeness {
  private static final double TOLERANCE = 2e-3;

  private Closeness() {}

  static void assertClose(
      String about, Map<String, Message> actual, Map<String, Message> expected) {
    assertThat(actual.keySet()).as(about).isEqualTo(expected.keySet());
    expected.forEach(
        (key, message) ->
            assertCloseLists(
                about + ", " + key, flat(Objects.requireNonNull(actual.get(key))), flat(message)));
  }

  static void assertCloseLists(String about, List<Object> actual, List<Object> expected) {
    assertThat(actual).as(about).hasSameSizeAs(expected);
    for (int k = 0; k < expected.size(); k++) {
      if (expected.get(k) instanceof Double number && actual.get(k) instanceof Double other) {
        double tolerance = TOLERANCE * Math.max(1, Math.abs(number));
        assertThat(other).as("%s, value %d", about, k).isCloseTo(number, within(tolerance));
      } else {
        assertThat(actual.get(k)).as("%s, value %d", about, k).isEqualTo(expected.get(k));
      }
    }
  }

  private static List<Object> flat(Message message) {
    List<Object> values = new ArrayList<>();
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              values.add(field.getName());
              add(values, field, value);
            });
    return values;
  }

  private static void add(List<Object> values, FieldDescriptor field, Object value) {
    switch (value) {
      case List<?> elements -> elements.forEach(element -> add(values, field, element));
      case Message nested -> values.addAll(flat(nested));
      case ByteString vector -> addVector(values, vector);
      case Float number -> values.add((double) number);
      default -> values.add(value);
    }
  }

  private static void addVector(List<Object> values, ByteString vector) {
    float[] floats = new float[vector.size() / Float.BYTES];
    Vectors.decode(vector, floats, 0, floats.length);
    for (float number : floats) {
      values.add((double) number);
    }
  }
}
