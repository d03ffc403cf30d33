package io.eddyline.ingest.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.Partitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Several partitions against one list and one set: producers that partition as they like, send
 * twice and to two partitions, flood, and write what nobody can read.
 */
class MovedEventsPropertyTest {
  private static final int FLOOD_LIMIT = 5;
  private static final CleaningConfig CONFIG =
      new CleaningConfig(1, "", 10_000, 100, 2, 24, FLOOD_LIMIT, 1000, 8 << 20);

  /** What a single thread that sees every record once makes of them. */
  private static final class Reference {
    final Set<String> seen = new HashSet<>();
    final Map<String, List<Float>> weights = new HashMap<>();
    int duplicates;
    int poison;

    void take(Event event) {
      String user = event.getUserId();
      if (!seen.add(user + " " + event.getEventId())) {
        duplicates++;
        return;
      }
      List<Float> sofar = weights.computeIfAbsent(user, _ -> new ArrayList<>());
      sofar.add((float) Math.min(1.0, (double) FLOOD_LIMIT / (sofar.size() + 1)));
    }
  }

  @Property(tries = 60)
  void partitionsTogetherDoWhatOneThreadDoes(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int partitions) {
    Random random = new Random(seed);
    Reference reference = new Reference();
    int written = 300;
    int intruded = 0;
    try (SimulatedCleaning cleaning = new SimulatedCleaning(partitions, CONFIG)) {
      for (int k = 0; k < written; k++) {
        int anywhere = random.nextInt(partitions);
        if (random.nextInt(20) == 0) {
          reference.poison++;
          cleaning.produce(anywhere, random.nextBoolean() ? null : new byte[] {1, 1, -1});
          continue;
        }
        Event event = event(random);
        int home = Partitions.of(event.getUserId(), partitions);
        byte[] bytes = RecordSerdes.EVENT.encode(event);
        if (home != anywhere && random.nextInt(30) == 0) {
          intruded++;
          cleaning.intrude(anywhere, bytes);
          continue;
        }
        reference.take(event);
        cleaning.produce(random.nextBoolean() ? home : anywhere, bytes);
        if (random.nextInt(10) == 0) {
          cleaning.run(random);
        }
      }
      cleaning.run(random);
      assertThat(weights(cleaning, partitions))
          .as("seed %d", seed)
          .isEqualTo(sorted(reference.weights));
      assertThat(count(cleaning, "duplicate")).as("seed %d", seed).isEqualTo(reference.duplicates);
      assertThat(count(cleaning, "wrong_partition")).as("seed %d", seed).isEqualTo(intruded);
      assertThat(cleaning.rejections).as("seed %d", seed).hasSize(reference.poison + intruded);
      everyOffsetIsPassedOnOnce(cleaning, written - intruded, seed);
    }
  }

  private static Event event(Random random) {
    return Event.newBuilder()
        .setUserId("u" + random.nextInt(12))
        .setEventId("e" + random.nextInt(25))
        .setItemId("i")
        .setType("click")
        .setTimestampMs(SimulatedCleaning.ARRIVAL_MS - 1)
        .build();
  }

  private static void everyOffsetIsPassedOnOnce(SimulatedCleaning cleaning, int direct, long seed) {
    int fromEvents = 0;
    for (int partition = 0; partition < cleaning.interactions.size(); partition++) {
      List<Long> events = new ArrayList<>();
      List<Long> moved = new ArrayList<>();
      for (Interaction interaction : cleaning.interactions.get(partition)) {
        (interaction.getMoved() ? moved : events).add(interaction.getSourceOffset());
      }
      assertThat(events).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
      assertThat(moved).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
      assertThat(moved).as("seed %d", seed).hasSameSizeAs(cleaning.moved.get(partition));
      fromEvents += events.size();
    }
    assertThat(fromEvents).as("seed %d", seed).isEqualTo(direct);
  }

  /** Weights of each user's signals, smallest first; a signal anywhere but at home fails. */
  private static Map<String, List<Float>> weights(SimulatedCleaning cleaning, int partitions) {
    Map<String, List<Float>> weights = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      for (Interaction interaction : cleaning.interactions.get(partition)) {
        if (interaction.hasSignal()) {
          String user = interaction.getSignal().getUserId();
          assertThat(Partitions.of(user, partitions)).isEqualTo(partition);
          weights
              .computeIfAbsent(user, _ -> new ArrayList<>())
              .add(interaction.getSignal().getWeight());
        }
      }
    }
    return sorted(weights);
  }

  private static Map<String, List<Float>> sorted(Map<String, List<Float>> weights) {
    weights.values().forEach(list -> list.sort(null));
    return weights;
  }

  private static long count(SimulatedCleaning cleaning, String reason) {
    return cleaning.interactions.stream()
        .flatMap(List::stream)
        .filter(interaction -> interaction.getProgress().getReason().equals(reason))
        .count();
  }
}
