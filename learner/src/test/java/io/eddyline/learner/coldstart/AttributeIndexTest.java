package io.eddyline.learner.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.config.RecordSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class AttributeIndexTest {
  private final AttributeIndex index = new AttributeIndex(ColdStartSettings.defaults(), 1);

  @Test
  void valuesAreStringsAndBooleansAlsoInLists() {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("genre", List.of("Comedy", "Drama", 7, List.of("nested")));
    attributes.put("new", true);
    attributes.put("year", 1994);
    attributes.put("price", 9.99);
    attributes.put("studio", "A=B");
    attributes.put("nothing", null);

    assertThat(AttributeValues.of(attributes))
        .containsExactly("genre=Comedy", "genre=Drama", "new=true", "studio=A=B");
  }

  @Test
  void trainedItemsOfTheCatalogueStandForTheirValues() {
    index.put("a", Set.of("x", "y"));
    index.trained("a");
    index.put("b", Set.of());
    index.trained("b");
    index.put("b", Set.of("y"));
    index.put("c", Set.of("y"));
    index.trained("not in the catalogue");

    assertThat(index.members("x")).containsExactly("a");
    assertThat(index.members("y")).containsExactly("a", "b");
    assertThat(index.support("c")).isEqualTo(2);
    assertThat(index.values("unknown")).isEmpty();
  }

  @Test
  void itemThatLosesValueOrLeavesNoLongerStandsForIt() {
    index.put("a", Set.of("x", "y"));
    index.put("b", Set.of("x", "y"));
    index.trained("a");
    index.trained("b");
    index.put("a", Set.of("y"));
    index.remove("b");

    assertThat(index.members("x")).isEmpty();
    assertThat(index.members("y")).containsExactly("a");
    assertThat(index.support("a")).isEqualTo(1);

    index.untrained("a");
    assertThat(index.members("y")).as("its row has expired").isEmpty();
  }

  @Test
  void itemThatLeavesIsInTheCatalogueNoMore() {
    for (String id : List.of("a", "b", "c")) {
      index.put(id, Set.of("x"));
    }
    index.remove("a");
    index.remove("never known");

    assertThat(index.catalogueSize()).isEqualTo(2);
    assertThat(List.of(index.catalogueItem(0), index.catalogueItem(1)))
        .containsExactlyInAnyOrder("b", "c");
    assertThat(index.catalogueItem(2)).isNull();
    assertThat(index.values("a")).isEmpty();
  }

  @Test
  void valuesThatNobodyStandsForMakeRoomForOthers() {
    AttributeIndex small =
        new AttributeIndex(RecordSettings.bind(ColdStartSettings.class, Map.of("values", "1")), 1);
    small.put("a", Set.of("first"));
    small.trained("a");
    small.remove("a");
    small.put("b", Set.of("second"));
    small.trained("b");

    assertThat(small.members("second")).containsExactly("b");
  }

  @Test
  void numberOfValuesAndOfMembersIsBounded() {
    AttributeIndex small =
        new AttributeIndex(
            RecordSettings.bind(ColdStartSettings.class, Map.of("members", "3", "values", "2")), 1);
    for (int item = 0; item < 50; item++) {
      small.put("item" + item, Set.of("first"));
      small.trained("item" + item);
    }
    small.put("other", Set.of("second"));
    small.trained("other");
    small.put("late", Set.of("third"));
    small.trained("late");

    assertThat(small.members("first")).hasSize(3).doesNotContain("item0", "item1", "item2");
    assertThat(small.members("second")).containsExactly("other");
    assertThat(small.members("third")).isEmpty();
  }

  /** The naive reference: sets of items, asked anew. */
  @Property(tries = 100)
  void agreesWithSetsOfItems(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 59) Integer> steps) {
    AttributeIndex fresh = new AttributeIndex(ColdStartSettings.defaults(), 1);
    Map<String, Set<String>> values = new HashMap<>();
    Set<String> trained = new HashSet<>();
    for (int step : steps) {
      String item = "item" + step % 5;
      if (step % 3 == 0) {
        if (values.containsKey(item)) {
          trained.add(item);
        }
        fresh.trained(item);
      } else if (step % 7 == 0) {
        values.remove(item);
        trained.remove(item);
        fresh.remove(item);
      } else if (step % 11 == 0) {
        trained.remove(item);
        fresh.untrained(item);
      } else {
        Set<String> now = step % 2 == 0 ? Set.of("x", "v" + step % 4) : Set.of("v" + step % 4);
        values.put(item, now);
        fresh.put(item, now);
      }
    }
    for (String value : List.of("x", "v0", "v1", "v2", "v3")) {
      List<String> expected =
          trained.stream()
              .filter(item -> values.getOrDefault(item, Set.of()).contains(value))
              .toList();
      assertThat(new HashSet<>(fresh.members(value))).containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(fresh.catalogueSize()).isEqualTo(values.size());
  }
}
