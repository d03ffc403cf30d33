package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.table.UserTable;
import io.eddyline.schemas.record.Follow;
import io.eddyline.schemas.record.ItemUpdates;
import io.eddyline.schemas.record.Pair;
import io.eddyline.schemas.record.Visit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Items "0…" live in partition 0, items "1…" in partition 1. */
final class UpdateBatchesTest {
  private static final int DIMENSION = 4;
  private static final int SOURCE_PARTITION = 6;
  private static final float[] KEY = {1, 0, 0, 0};

  private record Sent(int partition, ItemUpdates batch) {}

  private final ItemReplica replica =
      new ItemReplica(
          new FirstVector(1, DIMENSION),
          new PopularityDecay(100, 10, 2),
          2,
          id -> id.charAt(0) - '0');
  private final UserTable users = new UserTable(DIMENSION, 5, 64);
  private final List<Sent> sent = new ArrayList<>();
  private final UpdateBatches batches =
      new UpdateBatches(
          users,
          replica,
          SOURCE_PARTITION,
          2,
          3,
          20,
          (partition, batch) -> sent.add(new Sent(partition, batch)));

  @Test
  void sendsNothingBeforeTheFirstInteraction() {
    batches.flush();

    assertThat(sent).isEmpty();
  }

  @Test
  void emptyBatchTellsTheOffset() {
    batches.at(12);
    batches.flush();

    assertThat(sent).extracting(Sent::partition).containsExactly(0, 1);
    assertThat(sent).allSatisfy(it -> assertThat(it.batch().getPairsList()).isEmpty());
    assertThat(sent).extracting(it -> it.batch().getSourceOffset()).containsExactly(12L, 12L);
    assertThat(sent)
        .extracting(it -> it.batch().getSourcePartition())
        .containsOnly(SOURCE_PARTITION);
  }

  @Test
  void tellsAnOffsetOnce() {
    batches.at(12);
    batches.flush();
    batches.flush();

    assertThat(sent).hasSize(2);
  }

  @Test
  void messageGoesToTheOwnerOfItsItem() {
    batches.at(1);
    pair("1a");
    batches.flush();

    assertThat(sent.get(0).batch().getPairsList()).isEmpty();
    assertThat(sent.get(1).batch().getPairsList())
        .extracting(Pair::getItemId)
        .containsExactly("1a");
  }

  @Test
  void fullBatchGoesUpToTheInteractionBefore() {
    batches.at(7);
    pair("0a");
    pair("0b");
    assertThat(sent).isEmpty();
    batches.at(8);
    pair("0c");

    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().partition()).isZero();
    assertThat(sent.getFirst().batch().getSourceOffset()).isEqualTo(7);
    assertThat(sent.getFirst().batch().getPairsCount()).isEqualTo(3);
  }

  @Test
  void flushAfterFullBatchStillTellsTheOffset() {
    batches.at(8);
    pair("0a");
    pair("0b");
    pair("0c");
    batches.flush();

    assertThat(sent).extracting(Sent::partition).containsExactly(0, 0, 1);
    assertThat(sent).extracting(it -> it.batch().getSourceOffset()).containsExactly(7L, 8L, 8L);
    assertThat(sent.get(1).batch().getPairsList()).isEmpty();
  }

  @Test
  void followIsOneMessageToEachOwner() {
    batches.at(3);
    int[] items = {replica.ordinalOf("0a"), replica.ordinalOf("1b"), replica.ordinalOf("0c")};
    batches.follow(KEY, 2, items, new float[] {0.5f, 0.25f, 0.125f}, 3);
    batches.flush();

    Follow first = sent.get(0).batch().getFollows(0);
    assertThat(sent.get(0).batch().getFollowsCount()).isEqualTo(1);
    assertThat(first.getItemIdsList()).containsExactly("0a", "0c");
    assertThat(first.getCoefficientsList()).containsExactly(0.5f, 0.125f);
    assertThat(first.getWeight()).isEqualTo(2);
    Follow second = sent.get(1).batch().getFollows(0);
    assertThat(second.getItemIdsList()).containsExactly("1b");
    assertThat(second.getGradient()).isEqualTo(first.getGradient());
  }

  @Test
  void visitGoesToTheOwnerOfItsItemWithAllThatCameBefore() {
    batches.at(5);
    int[] previous = {replica.ordinalOf("1b"), replica.ordinalOf("0c"), replica.ordinalOf("0d")};
    batches.visited(replica.ordinalOf("0a"), 2, previous, 2);
    batches.flush();

    Visit expected =
        Visit.newBuilder()
            .setItemId("0a")
            .addPreviousItemIds("1b")
            .addPreviousItemIds("0c")
            .setWeight(2)
            .build();
    assertThat(sent.getFirst().batch().getVisitsList()).containsExactly(expected);
    assertThat(sent.getLast().batch().getVisitsList()).isEmpty();
  }

  @Test
  void countCarriesNoUserKey() {
    batches.at(1);
    batches.count(replica.ordinalOf("0a"));
    batches.flush();

    Pair pair = sent.getFirst().batch().getPairs(0);
    assertThat(pair.getUserKey().isEmpty()).isTrue();
    assertThat(pair.getLive()).isTrue();
  }

  private void pair(String item) {
    int user = users.findOrAdd("ann");
    batches.pair(replica.ordinalOf(item), user, 1, KEY, new int[] {4, 2}, 2, true);
  }
}
