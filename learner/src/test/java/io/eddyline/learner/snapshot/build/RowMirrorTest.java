package io.eddyline.learner.snapshot.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.Item;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A mirror lets go of what the log removed. */
final class RowMirrorTest {
  private final RowMirror mirror =
      new RowMirror(TestRows.DIMENSION, new RecentUsers(0, new Generator(1)));

  @Test
  void numbersOfRemovedItemsAreUsedAgain() {
    for (int round = 0; round < 50; round++) {
      mirror.applyItemRecord(0, RowKeys.row("item-" + round), TestRows.item(1, 1, 0));
      if (round > 0) {
        mirror.applyItemRecord(0, RowKeys.row("item-" + (round - 1)), null);
      }
      mirror.releaseItems();
    }
    assertThat(mirror.items().rowCount()).isEqualTo(1);
    assertThat(mirror.items().numberCount()).isEqualTo(2);
  }

  @Test
  void aRowThatIsNotFiniteLeavesTheOneBefore() {
    mirror.applyItemRecord(0, RowKeys.row("a"), TestRows.item(1, 1, 0));
    mirror.applyUserRecord(0, RowKeys.row("ann"), TestRows.user(1, List.of("a"), List.of("a")));
    int number = mirror.items().number("a");
    float[] before = Objects.requireNonNull(mirror.items().row(number)).candidate();

    for (float hostile : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(
              () -> mirror.applyItemRecord(0, RowKeys.row("a"), TestRows.item(hostile, 1, 0)))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("\"a\"");
      assertThatThrownBy(
              () ->
                  mirror.applyUserRecord(
                      0, RowKeys.row("ann"), TestRows.user(hostile, List.of("b"), List.of())))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("\"ann\"");
    }
    assertThatThrownBy(
            () -> mirror.applyItemRecord(0, RowKeys.row("a"), TestRows.item(1, Double.NaN, 0)))
        .isInstanceOf(FormatException.class);

    assertThat(Objects.requireNonNull(mirror.items().row(number)).candidate()).isSameAs(before);
    assertThat(mirror.users().history("ann")).containsExactly(number);
  }

  @Test
  void aDeletedItemStaysHidden() {
    byte[] key = "a".getBytes(StandardCharsets.UTF_8);
    mirror.applyCatalogueRecord(key, item("{\"genre\":\"Drama\"}"));
    mirror.applyCatalogueRecord(key, null);
    assertThat(mirror.catalogue().get("a")).isEqualTo(new CatalogueEntry("a", "", Map.of(), false));
  }

  @Test
  void aCatalogueRecordThatIsNotSoundLeavesTheOneBefore() {
    byte[] key = "a".getBytes(StandardCharsets.UTF_8);
    mirror.applyCatalogueRecord(key, item("{\"genre\":\"Drama\"}"));
    for (String attributes : new String[] {"null", "[]", "{"}) {
      assertThatThrownBy(() -> mirror.applyCatalogueRecord(key, item(attributes)))
          .isInstanceOf(FormatException.class);
    }
    assertThatThrownBy(() -> mirror.applyCatalogueRecord(null, null))
        .isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> mirror.applyCatalogueRecord(new byte[0], item("{}")))
        .isInstanceOf(FormatException.class);
    assertThat(mirror.catalogue()).containsOnlyKeys("a");
    assertThat(Objects.requireNonNull(mirror.catalogue().get("a")).attributes())
        .isEqualTo(Map.of("genre", "Drama"));
  }

  private static byte[] item(String attributesJson) {
    return RecordSerdes.ITEM.encode(Item.newBuilder().setAttributesJson(attributesJson).build());
  }

  @Test
  void averagesOfAnotherGridAreLeftOut() {
    double[] sums = {1, 2};
    mirror.applyUserRecord(0, RowKeys.progress(), TestRows.tuned(5, sums));
    mirror.applyUserRecord(1, RowKeys.progress(), TestRows.tuned(6, new double[] {9, 9}));

    assertThat(mirror.tunedScores(5)).containsExactly(sums);
    assertThat(mirror.tunedScores(7)).isEmpty();
  }

  @Test
  void aNeighbourKeepsItsNumberWhileAListNamesIt() {
    mirror.applyItemRecord(0, RowKeys.row("a"), TestRows.item(1, 1, Map.of("b", 2f)));
    int number = mirror.items().number("b");
    mirror.releaseItems();
    assertThat(mirror.items().number("c")).isNotEqualTo(number);
    mirror.applyItemRecord(0, RowKeys.row("b"), TestRows.item(1, 1, 0));
    mirror.applyItemRecord(0, RowKeys.row("b"), null);
    mirror.releaseItems();
    assertThat(mirror.items().number("b")).isEqualTo(number);

    mirror.applyItemRecord(0, RowKeys.row("a"), TestRows.item(1, 1, Map.of()));
    mirror.releaseItems();
    assertThat(mirror.items().number("d")).as("free again").isLessThanOrEqualTo(2);
  }

  @Test
  void aReferenceKeepsTheNumberOfARemovedItem() {
    mirror.applyItemRecord(0, RowKeys.row("a"), TestRows.item(1, 1, 0));
    mirror.applyUserRecord(
        0, RowKeys.row("ann"), TestRows.user(1, List.of("a"), List.of("a", "b")));
    int number = mirror.items().number("a");
    mirror.applyItemRecord(0, RowKeys.row("a"), null);
    mirror.releaseItems();
    assertThat(mirror.items().number("a")).isEqualTo(number);
    assertThat(mirror.items().number("c")).isNotEqualTo(number);
    mirror.applyUserRecord(0, RowKeys.row("ann"), null);
    mirror.releaseItems();
    assertThat(mirror.items().number("d")).as("free again").isLessThanOrEqualTo(2);
  }
}
