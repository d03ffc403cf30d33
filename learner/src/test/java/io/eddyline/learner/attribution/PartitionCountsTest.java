package io.eddyline.learner.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.attribution.ArmFigures;
import io.eddyline.schemas.attribution.ArmKey;
import io.eddyline.schemas.attribution.ArmSamples;
import io.eddyline.schemas.record.MetricSample;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.token.Arm;
import io.eddyline.schemas.token.RecommendationId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionCountsTest {
  private static final ArmKey CANARY = new ArmKey("main", 7, Arm.CANARY);

  private final PartitionCounts counts = new PartitionCounts();

  @Test
  void countsEventsForTheArmThatTheirIdNames() {
    counts.add(signal(7, Arm.CANARY, "click", Polarity.POSITIVE, 0));
    counts.add(signal(7, Arm.CANARY, "click", Polarity.POSITIVE, 3));
    counts.add(signal(7, Arm.CANARY, "skip", Polarity.NEGATIVE, 0));
    counts.add(signal(6, Arm.ACTIVE, "click", Polarity.POSITIVE, 1));
    ArmFigures figures = counts.arms().getOrDefault(CANARY, ArmFigures.NONE);
    assertThat(figures.events()).isEqualTo(Map.of("click", 2L, "skip", 1L));
    assertThat(figures.positives()).isEqualTo(2);
    assertThat(figures.meanReciprocalPosition()).isEqualTo((1 + 0.25) / 2);
    assertThat(counts.arms()).containsOnlyKeys(CANARY, new ArmKey("main", 6, Arm.ACTIVE));
    assertThat(counts.takeChanged()).isTrue();
    assertThat(counts.takeChanged()).isFalse();
  }

  @Test
  void passesOverEventsWithoutAnIdOfOurs() {
    counts.add(Signal.newBuilder().setType("click").build());
    counts.add(Signal.newBuilder().setType("click").setRecommendationId("theirs").build());
    assertThat(counts.arms()).isEmpty();
    assertThat(counts.takeChanged()).isFalse();
  }

  @Test
  void goesOnFromWhatWasCommitted() {
    counts.add(signal(7, Arm.CANARY, "click", Polarity.POSITIVE, 1));
    PartitionCounts restored = PartitionCounts.decode(counts.encode());
    assertThat(restored.arms()).isEqualTo(counts.arms());
    assertThat(PartitionCounts.decode("").arms()).isEmpty();
    assertThat(PartitionCounts.decode("not ours!").arms()).isEmpty();
    assertThat(PartitionCounts.decode("AAAA").arms()).isEmpty();
  }

  @Test
  void dropsTheOldestWhenThereIsNoRoom() {
    for (int version = 1; version <= 40; version++) {
      for (int type = 0; type < 30; type++) {
        String name = "a-type-of-a-long-name-" + type;
        counts.add(signal(version, Arm.ACTIVE, name, Polarity.POSITIVE, 0));
      }
    }
    assertThat(counts.encode().length()).isLessThanOrEqualTo(4_000);
    assertThat(counts.arms().keySet()).extracting(ArmKey::version).contains(40L).doesNotContain(1L);
  }

  @Test
  void samplesTellTheSumOverThePartitions() {
    counts.add(signal(7, Arm.CANARY, "click", Polarity.POSITIVE, 0));
    ArmFigures figures = counts.arms().getOrDefault(CANARY, ArmFigures.NONE);
    ArmSamples samples = new ArmSamples();
    for (int partition = 0; partition < 3; partition++) {
      ArmSamples.of(CANARY, partition, figures, 5).forEach(samples::add);
    }
    ArmSamples.of(CANARY, 2, figures.plus(figures), 9).forEach(samples::add);
    samples.add(MetricSample.newBuilder().setName("eddyline_learner_ndcg10").build());
    samples.add(MetricSample.newBuilder().setName("eddyline_attribution_events").build());
    ArmFigures sum = samples.of("main").getOrDefault(CANARY, ArmFigures.NONE);
    assertThat(sum.events()).isEqualTo(Map.of("click", 4L));
    assertThat(sum.positives()).isEqualTo(4);
    assertThat(sum.meanReciprocalPosition()).isEqualTo(1);
    assertThat(samples.of("main")).hasSize(1);
    assertThat(samples.of("other")).isEmpty();
  }

  private static Signal signal(
      long version, Arm arm, String type, Polarity polarity, int position) {
    return Signal.newBuilder()
        .setType(type)
        .setPolarity(polarity)
        .setRecommendationId(new RecommendationId("main", version, arm, 5).encode())
        .setPosition(position)
        .build();
  }
}
