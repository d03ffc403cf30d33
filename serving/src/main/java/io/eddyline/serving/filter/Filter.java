package io.eddyline.serving.filter;

import io.eddyline.serving.attribute.AttributeValue;
import io.eddyline.serving.attribute.ItemAttributes.Side;
import io.eddyline.serving.attribute.Quotes;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A condition on an item's attributes, in canonical form: equal filters accept the same items
 * whatever order and spelling they were written in. The text of a filter is a filter again.
 *
 * <p>Logic has two values. A comparison holds if some value of the attribute satisfies it; an
 * absent attribute and one of another type satisfy none. {@code !=} and {@code not in} are the
 * complements of {@code =} and {@code in}, so that they hold for an absent attribute.
 *
 * <p>Threading: immutable.
 */
public sealed interface Filter {
  /** All of two or more filters, none of which is a conjunction itself. */
  record All(List<Filter> filters) implements Filter {
    public All {
      filters = List.copyOf(filters);
    }

    @Override
    public String toString() {
      return joined(filters, " and ");
    }
  }

  /** Any of two or more filters, none of which is a disjunction itself. */
  record Any(List<Filter> filters) implements Filter {
    public Any {
      filters = List.copyOf(filters);
    }

    @Override
    public String toString() {
      return joined(filters, " or ");
    }
  }

  /** What a filter that is no complement itself does not accept. */
  record Not(Filter filter) implements Filter {
    @Override
    public String toString() {
      return "not " + parenthesised(filter);
    }
  }

  /** Some value of the attribute is one of these, which ascend and differ; none is one of none. */
  record In(String attribute, List<AttributeValue> values) implements Filter {
    public In {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return name(attribute)
          + (values.size() == 1
              ? " = " + values.getFirst()
              : values.stream()
                  .map(Object::toString)
                  .collect(Collectors.joining(", ", " in [", "]")));
    }
  }

  /** Some value of the attribute lies on one side of a bound of its own type. */
  record Beyond(String attribute, Side side, AttributeValue bound) implements Filter {
    @Override
    public String toString() {
      return name(attribute) + " " + side.symbol() + " " + bound;
    }
  }

  /** The attribute has a value. */
  record Has(String attribute) implements Filter {
    @Override
    public String toString() {
      return "has(" + name(attribute) + ")";
    }
  }

  /** All of at least one filter. */
  static Filter all(List<Filter> filters) {
    List<Filter> flat =
        canonical(filters, part -> part instanceof All(var parts) ? parts : List.of(part));
    return flat.size() == 1 ? flat.getFirst() : new All(flat);
  }

  /** Any of at least one filter. */
  static Filter any(List<Filter> filters) {
    List<Filter> flat =
        canonical(filters, part -> part instanceof Any(var parts) ? parts : List.of(part));
    return flat.size() == 1 ? flat.getFirst() : new Any(flat);
  }

  static Filter not(Filter filter) {
    return filter instanceof Not(Filter complement) ? complement : new Not(filter);
  }

  static Filter in(String attribute, List<AttributeValue> values) {
    return new In(attribute, List.copyOf(new TreeSet<>(values)));
  }

  /** The parts of the parts, each once, in the order of their texts. */
  private static List<Filter> canonical(
      List<Filter> filters, Function<Filter, List<Filter>> parts) {
    TreeMap<String, Filter> byText = new TreeMap<>();
    filters.stream()
        .flatMap(filter -> parts.apply(filter).stream())
        .forEach(part -> byText.put(part.toString(), part));
    return List.copyOf(byText.values());
  }

  private static String joined(List<Filter> filters, String operator) {
    return filters.stream().map(Filter::parenthesised).collect(Collectors.joining(operator));
  }

  private static String parenthesised(Filter filter) {
    return Stream.of(All.class, Any.class).anyMatch(type -> type.isInstance(filter))
        ? "(" + filter + ")"
        : filter.toString();
  }

  private static String name(String attribute) {
    return FilterParser.isPlainName(attribute) ? attribute : Quotes.quote(attribute, '`');
  }
}
