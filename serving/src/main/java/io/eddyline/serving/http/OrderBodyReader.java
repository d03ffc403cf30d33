package io.eddyline.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of an order; a fault names its place by JSON pointer. */
final class OrderBodyReader {
  private final JsonNode body;
  private final Faults faults;

  /** Notes every field that is not among {@code allowed}. */
  OrderBodyReader(JsonNode body, Set<String> allowed, Faults faults) {
    this.body = body;
    this.faults = faults;
    if (!body.isObject()) {
      faults.pointer("", "is not an object");
    }
    for (String name : (Iterable<String>) body::fieldNames) {
      if (!allowed.contains(name)) {
        faults.pointer(Fields.pointer("", name), "is not a field of this call");
      }
    }
  }

  /** The field {@code version}, a string as answers write it, or a number. */
  long version() {
    JsonNode node = body.path("version");
    long version = Versions.parse(node.asText());
    if (version == Versions.NONE) {
      faults.pointer("/version", "is %s, expected a version".formatted(shown(node)));
    }
    return version;
  }

  double share(String name) {
    JsonNode node = body.path(name);
    double value = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (!(value >= 0 && value <= 1)) {
      faults.pointer("/" + name, "is %s, expected 0 to 1".formatted(shown(node)));
    }
    return value;
  }

  int integer(String name, int min, int max) {
    JsonNode node = body.path(name);
    if (!node.isInt() || node.intValue() < min || node.intValue() > max) {
      faults.pointer("/" + name, "is %s, expected %d to %d".formatted(shown(node), min, max));
    }
    return node.intValue();
  }

  @Nullable String text(String name, int maxChars) {
    JsonNode node = body.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isTextual() || node.textValue().length() > maxChars) {
      faults.pointer("/" + name, "is not a string of at most %d characters".formatted(maxChars));
    }
    return node.asText();
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "absent" : node.toString();
  }
}
