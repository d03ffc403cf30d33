package io.eddyline.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.filter.FilterParser;
import io.eddyline.serving.filter.FilterSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object somewhere in a body. A fault goes to the request's {@link Faults} by
 * JSON pointer, and a harmless value stands in for what is at fault.
 */
final class Fields {
  private final JsonNode object;
  private final String pointer;
  private final Faults faults;

  /**
   * Notes what is no object, and every field that is not among {@code allowed}.
   *
   * @param pointer of the object, empty for the body
   */
  Fields(JsonNode object, String pointer, Set<String> allowed, Faults faults) {
    this.object = object;
    this.pointer = pointer;
    this.faults = faults;
    if (!object.isObject()) {
      faults.pointer(pointer, "is not an object");
    }
    for (String name : (Iterable<String>) object::fieldNames) {
      if (!allowed.contains(name)) {
        faults.pointer(at(name), "is not a field of this object");
      }
    }
  }

  boolean has(String name) {
    return object.has(name);
  }

  /** Whether a field is there and null. */
  boolean isNull(String name) {
    return object.path(name).isNull();
  }

  /** Pointer of the object. */
  String place() {
    return pointer;
  }

  /** Pointer of a field. */
  String at(String name) {
    return pointer(pointer, name);
  }

  /** Appends a name to a JSON pointer, escaped as RFC 6901 asks. */
  static String pointer(String parent, String name) {
    return parent + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /** Null for an absent field and for null. */
  @Nullable String optionalId(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : id(at(name), node);
  }

  String id(String name) {
    return id(at(name), object.get(name));
  }

  private String id(String at, @Nullable JsonNode node) {
    if (node == null || !node.isTextual()) {
      faults.pointer(at, "is %s, expected a string".formatted(node == null ? "absent" : node));
      return "";
    }
    faults.requireId(at, node.textValue());
    return node.textValue();
  }

  /** A list of ids, empty if it is absent. */
  List<String> ids(String name) {
    List<String> ids = new ArrayList<>();
    for (JsonNode node : array(name, Limits.MAX_IDS)) {
      ids.add(id(at(name) + "/" + ids.size(), node));
    }
    return ids;
  }

  /** The elements of a list, none if it is absent. */
  Iterable<JsonNode> array(String name, int maxSize) {
    JsonNode node = object.get(name);
    if (node == null) {
      return List.of();
    }
    if (!node.isArray() || node.size() > maxSize) {
      faults.pointer(at(name), "is not an array of at most %d elements".formatted(maxSize));
      return List.of();
    }
    return node;
  }

  boolean flag(String name, boolean defaultValue) {
    JsonNode node = object.get(name);
    if (node == null) {
      return defaultValue;
    }
    if (!node.isBoolean()) {
      faults.pointer(at(name), "is %s, expected true or false".formatted(node));
    }
    return node.booleanValue();
  }

  int integer(String name, int defaultValue, int min, int max) {
    JsonNode node = object.get(name);
    if (node == null) {
      return defaultValue;
    }
    if (!node.isInt() || node.intValue() < min || node.intValue() > max) {
      faults.pointer(at(name), "is %s, expected %d to %d".formatted(node, min, max));
      return defaultValue;
    }
    return node.intValue();
  }

  double number(String name, double defaultValue, double min, double max) {
    JsonNode node = object.get(name);
    if (node == null) {
      return defaultValue;
    }
    double value = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (!(value >= min && value <= max)) {
      faults.pointer(at(name), "is %s, expected %s to %s".formatted(node, min, max));
      return defaultValue;
    }
    return value;
  }

  /** Null for an absent field and for null. */
  @Nullable String text(String name) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isTextual()) {
      faults.pointer(at(name), "is %s, expected a string".formatted(node));
      return null;
    }
    return node.textValue();
  }

  /** Null for an absent field and for null. */
  @Nullable Filter filter(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return FilterParser.parse(text);
    } catch (FilterSyntaxException e) {
      faults.filterPointer(at(name), e);
      return null;
    }
  }
}
