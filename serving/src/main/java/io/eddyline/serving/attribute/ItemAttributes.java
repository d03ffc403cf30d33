package io.eddyline.serving.attribute;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows have which attributes. Each call adds rows to a set and takes none away.
 *
 * <p>An attribute that nobody has matches nothing.
 */
public interface ItemAttributes {
  /** The attribute that is the item's id. */
  String ITEM_ID = "item_id";

  /** The attribute that is the item's title. */
  String TITLE = "title";

  /** Rows are 0 to this, exclusive. */
  int rowCount();

  /** Adds the rows of which some value is one of these. */
  void addAnyOf(String attribute, List<AttributeValue> values, BitSet rows);

  /**
   * Adds the rows of which some value of the bound's type lies on one side of it.
   *
   * @param side which side
   */
  void addBeyond(String attribute, Side side, AttributeValue bound, BitSet rows);

  /** Adds the rows that have a value at all. */
  void addPresent(String attribute, BitSet rows);

  /** One side of a bound, with it or without. */
  enum Side {
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String symbol;

    Side(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }

    /** Whether a value of the bound's type lies on this side of it. */
    public boolean holds(@Nullable AttributeValue value, AttributeValue bound) {
      if (value == null || !value.isComparableWith(bound)) {
        return false;
      }
      int order = value.compareTo(bound);
      return switch (this) {
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }
  }
}
