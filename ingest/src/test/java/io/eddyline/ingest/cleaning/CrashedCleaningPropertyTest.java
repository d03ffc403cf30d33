package io.eddyline.ingest.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.serde.RecordSerdes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Cleaning that dies at random moments, over records on the right and on the wrong partitions. */
class CrashedCleaningPropertyTest {
  private static final int USERS = 5;
  private static final int IDS = 12;

  @Property(tries = 300)
  void saysTheSameOfARecordThatComesAgain(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int partitions,
      @ForAll @IntRange(min = 1, max = 60) int records,
      @ForAll @IntRange(max = 6) int crashes) {
    Random random = new Random(seed);
    Set<String> distinct = new HashSet<>();
    try (SimulatedCleaning cleaning =
        new SimulatedCleaning(partitions, CleaningConfig.defaults())) {
      for (int k = 0; k < records; k++) {
        String user = "u" + random.nextInt(USERS);
        String id = "e" + random.nextInt(IDS);
        distinct.add(user + " " + id);
        cleaning.produce(random.nextInt(partitions), event(user, id));
      }
      for (int k = 0; k < crashes; k++) {
        cleaning.run(random, random.nextInt(2 * records));
        cleaning.crash(random);
      }
      cleaning.run(random);

      Map<String, Boolean> verdicts = new HashMap<>();
      for (List<Interaction> ofPartition : cleaning.interactions) {
        for (Interaction it : ofPartition) {
          String place = it.getMoved() + " " + it.getSourcePartition() + " " + it.getSourceOffset();
          assertThat(verdicts.computeIfAbsent(place, _ -> it.hasSignal()))
              .as("%s, seed %d", place, seed)
              .isEqualTo(it.hasSignal());
        }
      }
      assertThat(verdicts.values().stream().filter(isSignal -> isSignal))
          .as("seed %d", seed)
          .hasSize(distinct.size());
    }
  }

  private static byte[] event(String user, String id) {
    return RecordSerdes.EVENT.encode(
        Event.newBuilder()
            .setUserId(user)
            .setEventId(id)
            .setItemId("i")
            .setType("click")
            .setTimestampMs(SimulatedCleaning.ARRIVAL_MS)
            .build());
  }
}
