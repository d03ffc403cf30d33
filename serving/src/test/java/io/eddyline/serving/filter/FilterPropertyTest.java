package io.eddyline.serving.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.serving.attribute.AttributeIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Masks against a naive evaluator over the items themselves; parsers against noise. */
class FilterPropertyTest {
  private static final List<Object> VALUES =
      List.of(0, 1, 2, 1.5, -1, true, false, "", "a", "b", "ab", "A", "0");
  private static final List<String> NAMES = List.of("x", "y", "z", "and");
  private static final List<String> SYMBOLS = List.of("=", "!=", "<", "<=", ">", ">=");
  private static final List<String> TOKENS =
      List.of(
          "a",
          "and",
          "or",
          "not",
          "in",
          "has",
          "(",
          ")",
          "[",
          "]",
          ",",
          "=",
          "!=",
          "<",
          ">=",
          "1",
          "-2e3",
          "\"s\"",
          "'t'",
          "true",
          "`q`",
          "\"",
          "\\",
          "\n",
          "\uD83D\uDE00",
          "\uD83D",
          "#",
          "!",
          "\u0000");

  @Property(tries = 300)
  void masksHoldWhatTheNaiveEvaluatorAccepts(@ForAll long seed) {
    Random random = new Random(seed);
    List<Map<String, Object>> items = new ArrayList<>();
    AttributeIndex.Builder builder = new AttributeIndex.Builder();
    int count = random.nextInt(70);
    for (int row = 0; row < count; row++) {
      items.add(item(random));
      builder.add(row, items.get(row));
    }
    FilterMasks masks = new FilterMasks(builder.build(count, () -> {}), ChangedEntries.NONE);
    for (int round = 0; round < 10; round++) {
      Expression expression = expression(random, 4);
      Filter filter = FilterParser.parse(expression.text());
      RowMask mask = masks.mask(filter);
      for (int row = 0; row < count; row++) {
        assertThat(mask.holds(row))
            .as("seed %d: %s on %s", seed, expression.text(), items.get(row))
            .isEqualTo(expression.accepts(items.get(row)))
            .isEqualTo(
                EntryFilter.accepts(filter, new CatalogueEntry("i", "", items.get(row), true)));
      }
      assertThat(FilterParser.parse(filter.toString())).as("seed %d", seed).isEqualTo(filter);
      assertThat(masks.mask(FilterParser.parse(filter.toString()))).isSameAs(mask);
    }
  }

  @Property(tries = 500)
  void noiseIsAFilterOrAFaultWithinTheText(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int token = random.nextInt(25); token > 0; token--) {
      text.append(TOKENS.get(random.nextInt(TOKENS.size())));
      text.append(random.nextBoolean() ? " " : "");
    }
    requireFilterOrFault(text.toString());
  }

  @Property(tries = 500)
  void anyStringIsAFilterOrAFaultWithinTheText(@ForAll String text) {
    requireFilterOrFault(text);
  }

  private static void requireFilterOrFault(String text) {
    try {
      Filter filter = FilterParser.parse(text);
      assertThat(FilterParser.parse(filter.toString())).as(text).isEqualTo(filter);
    } catch (FilterSyntaxException e) {
      assertThat(e.position().offset())
          .as(text)
          .isBetween(0, text.codePointCount(0, text.length()));
    }
  }

  private static Map<String, Object> item(Random random) {
    Map<String, Object> item = new HashMap<>();
    for (String name : NAMES) {
      switch (random.nextInt(4)) {
        case 0 -> {}
        case 1 -> {
          List<Object> list = new ArrayList<>();
          for (int size = random.nextInt(4); size > 0; size--) {
            list.add(VALUES.get(random.nextInt(VALUES.size())));
          }
          list.add(Map.of("no", "value"));
          item.put(name, list);
        }
        default -> item.put(name, VALUES.get(random.nextInt(VALUES.size())));
      }
    }
    return item;
  }

  /** A filter as text, and what it accepts. */
  private interface Expression {
    String text();

    boolean accepts(Map<String, Object> item);
  }

  private record Both(Expression left, Expression right, boolean all) implements Expression {
    @Override
    public String text() {
      return "(" + left.text() + (all ? " and " : " OR ") + right.text() + ")";
    }

    @Override
    public boolean accepts(Map<String, Object> item) {
      return all
          ? left.accepts(item) && right.accepts(item)
          : left.accepts(item) || right.accepts(item);
    }
  }

  private record Complement(Expression of) implements Expression {
    @Override
    public String text() {
      return "not (" + of.text() + ")";
    }

    @Override
    public boolean accepts(Map<String, Object> item) {
      return !of.accepts(item);
    }
  }

  private record Compared(String name, String symbol, Object bound) implements Expression {
    @Override
    public String text() {
      return "`" + name + "` " + symbol + " " + literal(bound);
    }

    @Override
    public boolean accepts(Map<String, Object> item) {
      List<Object> values = values(item, name);
      if (symbol.equals("!=")) {
        return values.stream().noneMatch(value -> Integer.valueOf(0).equals(order(value, bound)));
      }
      return values.stream()
          .map(value -> order(value, bound))
          .anyMatch(order -> order != null && satisfies(order));
    }

    private boolean satisfies(int order) {
      return switch (symbol) {
        case "=" -> order == 0;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    }
  }

  private record Listed(String name, List<Object> wanted, boolean in) implements Expression {
    @Override
    public String text() {
      return wanted.stream()
          .map(FilterPropertyTest::literal)
          .collect(Collectors.joining(", ", "`" + name + (in ? "` in [" : "` not in ["), "]"));
    }

    @Override
    public boolean accepts(Map<String, Object> item) {
      boolean found =
          values(item, name).stream()
              .anyMatch(
                  value ->
                      wanted.stream()
                          .anyMatch(one -> Integer.valueOf(0).equals(order(value, one))));
      return found == in;
    }
  }

  private record Present(String name) implements Expression {
    @Override
    public String text() {
      return "has(`" + name + "`)";
    }

    @Override
    public boolean accepts(Map<String, Object> item) {
      return !values(item, name).isEmpty();
    }
  }

  private static Expression expression(Random random, int depth) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    return switch (random.nextInt(depth > 0 ? 7 : 4)) {
      case 0, 1 ->
          new Compared(
              name,
              SYMBOLS.get(random.nextInt(SYMBOLS.size())),
              VALUES.get(random.nextInt(VALUES.size())));
      case 2 -> {
        int from = random.nextInt(VALUES.size());
        yield new Listed(
            name,
            VALUES.subList(from, from + random.nextInt(VALUES.size() - from + 1)),
            random.nextBoolean());
      }
      case 3 -> new Present(name);
      case 4 -> new Complement(expression(random, depth - 1));
      default ->
          new Both(
              expression(random, depth - 1), expression(random, depth - 1), random.nextBoolean());
    };
  }

  private static String literal(Object value) {
    return value instanceof String text ? "\"" + text + "\"" : value.toString();
  }

  private static List<Object> values(Map<String, Object> item, String name) {
    Object value = item.get(name);
    if (value instanceof List<?> list) {
      return list.stream().<Object>map(one -> one).filter(one -> !(one instanceof Map)).toList();
    }
    return value == null ? List.of() : List.of(value);
  }

  /** Order of two values of one type, null for values of two. */
  private static @Nullable Integer order(Object value, Object bound) {
    if (value instanceof Number left && bound instanceof Number right) {
      return Double.compare(left.doubleValue(), right.doubleValue());
    }
    if (value instanceof String left && bound instanceof String right) {
      return left.compareTo(right);
    }
    return value instanceof Boolean left && bound instanceof Boolean right
        ? Boolean.compare(left, right)
        : null;
  }
}
