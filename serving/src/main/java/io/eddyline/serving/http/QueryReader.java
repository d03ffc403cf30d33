package io.eddyline.serving.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads query parameters; every fault goes to the request's {@link Faults}. */
final class QueryReader {
  private final MultiMap parameters;
  private final Faults faults;

  /** Notes every parameter that is not among {@code allowed}. */
  QueryReader(RoutingContext ctx, Set<String> allowed, Faults faults) {
    this.parameters = ctx.queryParams();
    this.faults = faults;
    for (String name : parameters.names()) {
      if (allowed.contains(name)) {
        continue;
      }
      if (Faults.NOT_AVAILABLE_YET.contains(name)) {
        faults.notAvailableYet(name);
      } else {
        faults.parameter(name, "is not a parameter of this call");
      }
    }
  }

  int integer(String name, int defaultValue, int min, int max) {
    String value = single(name, Integer.toString(defaultValue));
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the fault below says what was expected
    }
    faults.parameter(name, "is \"%s\", expected %d to %d".formatted(value, min, max));
    return defaultValue;
  }

  boolean flag(String name, boolean defaultValue) {
    String value = single(name, Boolean.toString(defaultValue));
    if (!value.equals("true") && !value.equals("false")) {
      faults.parameter(name, "is \"%s\", expected true or false".formatted(value));
    }
    return value.equals("true");
  }

  String text(String name, String defaultValue, int maxChars) {
    String value = single(name, defaultValue);
    if (value.length() > maxChars) {
      faults.parameter(
          name, "has %d characters, expected at most %d".formatted(value.length(), maxChars));
    }
    return value;
  }

  /** Ids separated by commas; the parameter may also be repeated. */
  List<String> ids(String name) {
    List<String> ids = new ArrayList<>();
    for (String value : parameters.getAll(name)) {
      for (String id : value.split(",", -1)) {
        faults.requireIdParameter(name, id);
        ids.add(id);
      }
    }
    if (ids.size() > Limits.MAX_IDS) {
      faults.parameter(
          name, "has %d ids, expected at most %d".formatted(ids.size(), Limits.MAX_IDS));
    }
    return ids;
  }

  private String single(String name, String defaultValue) {
    List<String> values = parameters.getAll(name);
    if (values.size() > 1) {
      faults.parameter(name, "is given %d times, expected once".formatted(values.size()));
    }
    return values.isEmpty() ? defaultValue : values.getFirst();
  }
}
