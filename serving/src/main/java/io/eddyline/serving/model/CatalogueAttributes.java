package io.eddyline.serving.model;

import io.eddyline.serving.attribute.AttributeIndex;
import io.eddyline.serving.attribute.AttributeValue;
import io.eddyline.serving.attribute.ItemAttributes;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that filters see: those of the catalogue, and {@code item_id} and {@code title},
 * which every filter may ask for and which hide attributes of these names.
 *
 * <p>{@code item_id} is looked up; other comparisons of the two walk over all rows.
 *
 * <p>Threading: immutable; usable until the model closes.
 */
final class CatalogueAttributes implements ItemAttributes {
  private final ItemRows items;
  private final AttributeIndex index;

  CatalogueAttributes(ItemRows items, AttributeIndex index) {
    this.items = items;
    this.index = index;
  }

  @Override
  public int rowCount() {
    return items.count();
  }

  @Override
  public void addAnyOf(String attribute, List<AttributeValue> values, BitSet rows) {
    switch (attribute) {
      case ITEM_ID -> texts(values).forEach(id -> addRow(items.row(id), rows));
      case TITLE -> {
        Set<String> wanted = texts(values).collect(Collectors.toSet());
        for (int row = 0; row < items.count(); row++) {
          String title = items.title(row);
          if (title != null && wanted.contains(title)) {
            rows.set(row);
          }
        }
      }
      default -> index.addAnyOf(attribute, values, rows);
    }
  }

  private static Stream<String> texts(List<AttributeValue> values) {
    return values.stream()
        .mapMulti(
            (value, texts) -> {
              if (value instanceof AttributeValue.Text(String text)) {
                texts.accept(text);
              }
            });
  }

  private static void addRow(int row, BitSet rows) {
    if (row != ItemRows.MISSING) {
      rows.set(row);
    }
  }

  @Override
  public void addBeyond(String attribute, Side side, AttributeValue bound, BitSet rows) {
    IntFunction<@Nullable String> column = column(attribute);
    if (column == null) {
      index.addBeyond(attribute, side, bound, rows);
      return;
    }
    for (int row = 0; row < items.count(); row++) {
      if (side.holds(AttributeValue.of(column.apply(row)), bound)) {
        rows.set(row);
      }
    }
  }

  @Override
  public void addPresent(String attribute, BitSet rows) {
    IntFunction<@Nullable String> column = column(attribute);
    if (column == null) {
      index.addPresent(attribute, rows);
      return;
    }
    for (int row = 0; row < items.count(); row++) {
      if (column.apply(row) != null) {
        rows.set(row);
      }
    }
  }

  private @Nullable IntFunction<@Nullable String> column(String attribute) {
    return switch (attribute) {
      case ITEM_ID -> items::id;
      case TITLE -> items::title;
      default -> null;
    };
  }
}
