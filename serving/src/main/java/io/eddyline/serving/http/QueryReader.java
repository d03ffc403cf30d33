package io.eddyline.serving.http;

import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.filter.FilterParser;
import io.eddyline.serving.filter.FilterSyntaxException;
import io.eddyline.serving.retrieve.RecommendationRequest;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Ordering;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
      faults.parameter(name, "is not a parameter of this call");
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

  /** A number from 0 to 1, 0 if it is absent. */
  double share(String name) {
    String value = single(name, "0");
    try {
      double number = Double.parseDouble(value);
      if (number >= 0 && number <= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the fault below says what was expected
    }
    faults.parameter(name, "is \"%s\", expected 0 to 1".formatted(value));
    return 0;
  }

  /** Null if it is absent. */
  @Nullable Filter filter(String name) {
    if (!parameters.contains(name)) {
      return null;
    }
    try {
      return FilterParser.parse(single(name, ""));
    } catch (FilterSyntaxException e) {
      faults.filterParameter(name, e);
      return null;
    }
  }

  /** {@code limit} and {@code offset}. */
  Page page(int maxLimit) {
    return new Page(
        integer("offset", 0, 0, Limits.MAX_OFFSET),
        integer("limit", Limits.DEFAULT_LIMIT, 1, maxLimit));
  }

  /** The token of the events that the answer shall have, null without one. */
  @Nullable String after() {
    return parameters.contains(ReadAfter.TOKEN) ? single(ReadAfter.TOKEN, "") : null;
  }

  /** How long the answer may wait for them. */
  int waitMs(RequestRules rules) {
    return integer(ReadAfter.WAIT_MS, rules.defaultWaitMs(), 0, rules.maxWaitMs());
  }

  /** The cursor, null without one. */
  @Nullable String next() {
    if (parameters.contains("next") && parameters.contains("offset")) {
      faults.parameter("offset", "stands beside next, which says where to go on");
    }
    return parameters.contains("next") ? single("next", "") : null;
  }

  /**
   * A page of a list that is the same for everyone, of {@code limit}, {@code offset}, {@code next}
   * and {@code filter}; ends the request if anything was noted.
   *
   * @param call tells the lists apart
   */
  Asked list(String call, int maxLimit) {
    RecommendationRequest request =
        new RecommendationRequest(
            new Asker(null, null, List.of()),
            page(maxLimit),
            new Selection(List.of(), false, filter("filter"), 0),
            Ordering.BY_SCORE,
            false);
    String next = next();
    faults.throwIfAny();
    return Asked.of(call, request, next);
  }

  private String single(String name, String defaultValue) {
    List<String> values = parameters.getAll(name);
    if (values.size() > 1) {
      faults.parameter(name, "is given %d times, expected once".formatted(values.size()));
    }
    return values.isEmpty() ? defaultValue : values.getFirst();
  }
}
