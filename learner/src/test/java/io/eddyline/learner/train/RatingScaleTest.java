package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.table.UserTable;
import io.eddyline.schemas.config.RecordSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class RatingScaleTest {
  private static final Offset<Float> NEAR = within(1e-5f);

  private final RatingScale scale = new RatingScale(RatingSettings.defaults());

  @Test
  void firstRatingOfAllWeighsOne() {
    assertThat(scale.signedWeight(3, 0, 0)).isEqualTo(1);
  }

  @Test
  void ratingAtTheUsersMeanWeighsOneWhateverOthersGive() {
    add(1, 1, 1, 9, 9, 9);
    assertThat(scale.signedWeight(9, 1_000_000, 9_000_000)).isEqualTo(1, NEAR);
    assertThat(scale.signedWeight(1, 1_000_000, 1_000_000)).isEqualTo(1, NEAR);
  }

  @Test
  void firstRatingOfUserIsHeldAgainstTheMeanOfAll() {
    add(4, 6);
    assertThat(scale.signedWeight(5, 0, 0)).isEqualTo(1, NEAR);
    assertThat(scale.signedWeight(6, 0, 0)).isEqualTo(1.5f, NEAR);
    assertThat(scale.signedWeight(4, 0, 0)).isEqualTo(0.5f, NEAR);
    assertThat(scale.signedWeight(3.9, 0, 0)).isEqualTo(-0.55f, NEAR);
  }

  @Test
  void weightsStayWithinTheirBounds() {
    add(4, 6);
    assertThat(scale.signedWeight(1000, 0, 0)).isEqualTo(2);
    assertThat(scale.signedWeight(-1000, 0, 0)).isEqualTo(-2);
  }

  @Test
  void equalRatingsLeaveTheLeastDeviation() {
    add(5, 5, 5);
    assertThat(scale.signedWeight(5, 3, 15)).isEqualTo(1, NEAR);
    assertThat(scale.signedWeight(4, 3, 15)).isNegative();
  }

  @Test
  void settingsSwitchTheEffectOff() {
    RatingScale off =
        new RatingScale(
            RecordSettings.bind(
                RatingSettings.class, Map.of("slope", "0", "negative-below", "1e6")));
    off.add(1);
    off.add(9);
    assertThat(off.signedWeight(0, 5, 45)).isEqualTo(1);
    assertThat(off.signedWeight(9, 5, 5)).isEqualTo(1);
  }

  @Test
  void refusesSettingOutOfRange() {
    assertThatThrownBy(
            () -> RecordSettings.bind(RatingSettings.class, Map.of("most-weight", "0.5")))
        .hasMessageContaining("learning.ratings.most-weight 0.5")
        .hasMessageContaining("1");
  }

  /** The naive reference: mean and deviation from the list of what came before. */
  @Property(tries = 200)
  void agreesWithTheListOfEarlierRatings(
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 10) Double> ratings,
      @ForAll @IntRange(max = 30) int own) {
    int ownCount = Math.min(own, ratings.size() - 1);
    List<Double> earlier = new ArrayList<>(ratings.subList(0, ratings.size() - 1));
    RatingScale fresh = new RatingScale(RatingSettings.defaults());
    earlier.forEach(fresh::add);
    double ownSum = earlier.stream().limit(ownCount).mapToDouble(rating -> rating).sum();
    double last = ratings.getLast();
    double mean = earlier.stream().mapToDouble(rating -> rating).average().orElse(last);
    double variance =
        earlier.stream()
            .mapToDouble(rating -> (rating - mean) * (rating - mean))
            .average()
            .orElse(0);
    double z = (last - (ownSum + 5 * mean) / (ownCount + 5)) / Math.max(0.1, Math.sqrt(variance));

    float weight = fresh.signedWeight(last, ownCount, ownSum);

    if (z > -0.999) {
      assertThat(weight).isEqualTo((float) Math.clamp(1 + z / 2, 0.5, 2), within(1e-3f));
    } else if (z < -1.001) {
      assertThat(weight).isEqualTo((float) Math.clamp(z / 2, -2, -0.5), within(1e-3f));
    }
  }

  @Test
  void badRatingIsTrainedAndSeenButNoHistory() {
    LocalLearner learner = new LocalLearner(LearnerFixture.settings(0));
    UserTable users = learner.users();
    int ann = learner.user("ann");
    learner.rate("ann", "good", 1, 8, true, 1);
    learner.rate("ann", "better", 1, 9, true, 2);
    learner.rate("ann", "bad", 1, 1, true, 3);

    assertThat(users.histories().size(ann)).isEqualTo(2);
    assertThat(users.histories().weight(ann, 0)).isGreaterThan(1);
    assertThat(users.trainedEvents(ann)).isEqualTo(3);
    assertThat(users.seen(ann).contains(learner.item("bad"))).isTrue();
    assertThat(users.ratings().count(ann)).isEqualTo(3);
    assertThat(users.ratings().sum(ann)).isEqualTo(18);
  }

  private void add(double... ratings) {
    for (double rating : ratings) {
      scale.add(rating);
    }
  }
}
