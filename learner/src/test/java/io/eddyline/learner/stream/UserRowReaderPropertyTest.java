package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.HistoryEntry;
import io.eddyline.schemas.record.RowVersion;
import io.eddyline.schemas.record.SeenBlock;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.agrona.collections.IntArrayList;
import org.jspecify.annotations.Nullable;

/** The reader takes from a row what the generated message has, and refuses what its parser does. */
final class UserRowReaderPropertyTest {
  private static final int DIMENSION = 3;

  private final ItemReplica replica =
      new ItemReplica(new FirstVector(1, DIMENSION), new PopularityDecay(1000, 100, 1), 1, id -> 0);
  private final UserRowReader reader = new UserRowReader(replica);

  @Property(tries = 300)
  void readsWhatTheMessageHas(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int row = 0; row < 5; row++) {
      assertSame(randomRow(random));
    }
  }

  @Property(tries = 2000)
  void refusesWhatTheParserRefuses(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = RecordSerdes.USER_ROW.encode(randomRow(random));
    int flips = random.nextInt(1, 4);
    for (int flip = 0; flip < flips; flip++) {
      bytes[random.nextInt(2, bytes.length)] = (byte) random.nextInt();
    }
    UserRow parsed = parse(bytes);
    if (parsed == null) {
      assertThat(accepts(bytes)).isFalse();
    } else {
      reader.read(bytes);
      assertRead(parsed);
    }
  }

  @Property(tries = 100)
  void readsBlocks(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SeenBlock.Builder block = SeenBlock.newBuilder();
    for (int k = random.nextInt(70); k > 0; k--) {
      block.addItemIds(item(random));
    }

    reader.readBlock(RecordSerdes.SEEN_BLOCK.encode(block.build()));

    assertThat(ids(reader.block)).isEqualTo(block.getItemIdsList());
  }

  private void assertSame(UserRow row) {
    reader.read(RecordSerdes.USER_ROW.encode(row));
    assertRead(row);
    float[] vector = new float[DIMENSION];
    float[] momentum = new float[DIMENSION];
    reader.copyVector(vector, 0);
    reader.copyMomentum(momentum, 0);
    assertThat(Vectors.encode(vector, 0, DIMENSION)).isEqualTo(row.getVector());
    assertThat(Vectors.encode(momentum, 0, DIMENSION)).isEqualTo(row.getMomentum());
  }

  private void assertRead(UserRow row) {
    assertThat(ids(reader.historyItems))
        .isEqualTo(row.getHistoryList().stream().map(HistoryEntry::getItemId).toList());
    for (int age = 0; age < row.getHistoryCount(); age++) {
      assertThat(reader.historyWeights.getInt(age))
          .isEqualTo(Float.floatToRawIntBits(row.getHistory(age).getWeight()));
      assertThat(reader.historyTimesMs.getLong(age))
          .isEqualTo(row.getHistory(age).getEventTimeMs());
    }
    assertThat(ids(reader.seenTail)).isEqualTo(row.getSeenTailList());
    assertThat(reader.vectorBytes()).isEqualTo(row.getVector().size());
    assertThat(reader.momentumBytes()).isEqualTo(row.getMomentum().size());
    assertThat(reader.versionCount).isEqualTo(row.getVersion().getCount());
    assertThat(reader.accumulator).isEqualTo(Float.valueOf(row.getAccumulator()));
    assertThat(reader.firstSeenBlock).isEqualTo(row.getFirstSeenBlock());
    assertThat(reader.nextSeenBlock).isEqualTo(row.getNextSeenBlock());
    assertThat(reader.trainedEvents).isEqualTo(row.getTrainedEvents());
    assertThat(reader.forgottenSeen).isEqualTo(row.getForgottenSeen());
    assertThat(reader.lastUsed).isEqualTo(row.getLastUsed());
    assertThat(reader.firstUsed).isEqualTo(row.getFirstUsed());
    assertThat(reader.ratingCount).isEqualTo(row.getRatingCount());
    assertThat(reader.ratingSum).isEqualTo(Double.valueOf(row.getRatingSum()));
  }

  private List<String> ids(IntArrayList items) {
    List<String> ids = new ArrayList<>();
    items.forEach(item -> ids.add(replica.id(item)));
    return ids;
  }

  private static @Nullable UserRow parse(byte[] bytes) {
    try {
      return RecordSerdes.USER_ROW.decode(bytes);
    } catch (FormatException e) {
      return null;
    }
  }

  private boolean accepts(byte[] bytes) {
    try {
      reader.read(bytes);
      return true;
    } catch (FormatException e) {
      return false;
    }
  }

  /** Also what is left out of a message, and what equals nothing. */
  private static double anyNumber(SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> -0d;
      case 2 -> Double.NaN;
      default -> random.nextDouble();
    };
  }

  private static UserRow randomRow(SplittableRandom random) {
    UserRow.Builder row =
        UserRow.newBuilder()
            .setVersion(
                RowVersion.newBuilder().setEpoch(random.nextLong()).setCount(random.nextLong()))
            .setVector(vector(random))
            .setMomentum(vector(random))
            .setAccumulator((float) anyNumber(random))
            .setFirstSeenBlock(random.nextInt())
            .setNextSeenBlock(random.nextInt())
            .setTrainedEvents(random.nextLong())
            .setForgottenSeen(random.nextLong())
            .setLastUsed(random.nextLong())
            .setFirstUsed(random.nextLong())
            .setRatingCount(random.nextLong())
            .setRatingSum(anyNumber(random))
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        99, UnknownFieldSet.Field.newBuilder().addVarint(random.nextLong()).build())
                    .build());
    for (int k = random.nextInt(4); k > 0; k--) {
      row.addHistory(
          HistoryEntry.newBuilder()
              .setItemId(item(random))
              .setWeight((float) random.nextDouble(-1, 1))
              .setEventTimeMs(random.nextLong()));
    }
    for (int k = random.nextInt(4); k > 0; k--) {
      row.addSeenTail(item(random));
    }
    return row.build();
  }

  private static ByteString vector(SplittableRandom random) {
    float[] values = new float[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      values[k] = (float) random.nextDouble();
    }
    return Vectors.encode(values, 0, DIMENSION);
  }

  /* Of one to four bytes a letter, and the empty one. */
  private static String item(SplittableRandom random) {
    return random
        .ints(random.nextInt(5), 0, 4)
        .mapToObj(letter -> List.of("i", "é", "日", "😀").get(letter))
        .reduce("", String::concat);
  }
}
