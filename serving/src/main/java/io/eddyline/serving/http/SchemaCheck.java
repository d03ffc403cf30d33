package io.eddyline.serving.http;

import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds values against one schema of the document and names everything that does not fit.
 *
 * <p>A value that fits costs one walk that stops at the first fault; only one that does not is
 * walked again to its end.
 *
 * <p>Threading: thread-safe.
 */
final class SchemaCheck {
  /* Errors of alternatives are summed up where the choice is. */
  private static final Pattern ALTERNATIVE = Pattern.compile("/(oneOf|anyOf)/[0-9]+/");
  private static final Pattern WRONG_TYPE = Pattern.compile("^Instance type (\\w+) is invalid. E");

  private final Validator quick;
  private final Validator thorough;

  SchemaCheck(SchemaRepository repository, JsonSchema schema) {
    this.quick = repository.validator(schema, options(OutputFormat.Flag));
    this.thorough = repository.validator(schema, options(OutputFormat.Basic));
  }

  private static JsonSchemaOptions options(OutputFormat format) {
    return new JsonSchemaOptions()
        .setBaseUri("app://eddyline/")
        .setDraft(Draft.DRAFT202012)
        .setOutputFormat(format);
  }

  /**
   * What does not fit.
   *
   * @param pointer JSON pointer into the value, empty for the whole
   * @param unknown whether a field is there that the schema does not have
   * @param detail what was seen and what was expected
   */
  record Violation(String pointer, boolean unknown, String detail) {}

  /** The faults of a value of plain JSON data, one at each place; empty if it fits. */
  List<Violation> violations(@Nullable Object value) {
    if (quick.validate(value).getValid()) {
      return List.of();
    }
    List<OutputUnit> errors = thorough.validate(value).getErrors();
    Map<String, Violation> violations = new LinkedHashMap<>();
    Set<String> knownFields = new HashSet<>();
    for (OutputUnit error : errors == null ? List.<OutputUnit>of() : errors) {
      if (!ALTERNATIVE.matcher(error.getKeywordLocation()).find()) {
        Violation violation = violation(error, knownFields);
        if (violation != null) {
          violations.putIfAbsent(violation.pointer(), violation);
        }
      }
    }
    return List.copyOf(violations.values());
  }

  /**
   * What an error says of a value; null for one that only says that a schema within has errors. The
   * library calls known fields that do not fit additional ones as well, after it has called them
   * known.
   */
  private static @Nullable Violation violation(OutputUnit error, Set<String> knownFields) {
    String keyword = error.getKeywordLocation();
    String at = pointer(error.getInstanceLocation());
    String text = String.valueOf(error.getError());
    return switch (keyword.substring(keyword.lastIndexOf('/') + 1)) {
      case "properties" -> {
        knownFields.add(at);
        yield null;
      }
      case "items", "$ref", "allOf" -> null;
      case "additionalProperties", "unevaluatedProperties" ->
          knownFields.contains(at)
              ? null
              : new Violation(at, true, "is not a field that is known here");
      case "required" -> new Violation(at + "/" + quoted(text), false, "is absent");
      case "type" ->
          new Violation(at, false, WRONG_TYPE.matcher(text).replaceFirst("is of type $1, e"));
      default -> new Violation(at, false, lowered(text));
    };
  }

  /** What stands between the quotation marks of a message. */
  private static String quoted(String text) {
    String name = text.substring(text.indexOf('"') + 1, text.lastIndexOf('"'));
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static String lowered(String text) {
    return Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  /** A JSON pointer from its form in a URI's fragment. */
  private static String pointer(String fragment) {
    return URLDecoder.decode(fragment.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
