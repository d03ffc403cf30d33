package io.eddyline.serving.filter;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.serving.attribute.AttributeValue;
import io.eddyline.serving.attribute.ItemAttributes;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether a filter accepts one entry of the catalogue, looked at value by value: for the few
 * entries that are newer than an index.
 *
 * <p>Threading: stateless.
 */
public final class EntryFilter {
  private EntryFilter() {}

  public static boolean accepts(Filter filter, CatalogueEntry entry) {
    return switch (filter) {
      case Filter.All(List<Filter> filters) ->
          filters.stream().allMatch(each -> accepts(each, entry));
      case Filter.Any(List<Filter> filters) ->
          filters.stream().anyMatch(each -> accepts(each, entry));
      case Filter.Not(Filter complement) -> !accepts(complement, entry);
      case Filter.In(String attribute, List<AttributeValue> values) ->
          any(entry, attribute, values::contains);
      case Filter.Beyond(String attribute, ItemAttributes.Side side, AttributeValue bound) ->
          any(entry, attribute, value -> side.holds(value, bound));
      case Filter.Has(String attribute) -> any(entry, attribute, _ -> true);
    };
  }

  private static boolean any(
      CatalogueEntry entry, String attribute, Predicate<AttributeValue> satisfied) {
    return values(entry, attribute)
        .map(AttributeValue::of)
        .filter(Objects::nonNull)
        .anyMatch(satisfied);
  }

  private static Stream<?> values(CatalogueEntry entry, String attribute) {
    return switch (attribute) {
      case ItemAttributes.ITEM_ID -> Stream.of(entry.itemId());
      case ItemAttributes.TITLE ->
          entry.title().isEmpty() ? Stream.empty() : Stream.of(entry.title());
      default -> {
        Object value = entry.attributes().get(attribute);
        yield value instanceof List<?> list ? list.stream() : Stream.ofNullable(value);
      }
    };
  }
}
