package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.eddyline.learner.table.ItemImage;
import io.eddyline.learner.table.NeighbourLists;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.RowVersion;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Item rows read and written field by field are those of the generated message: the reader takes
 * what it has and refuses what its parser does, the writer makes its very bytes.
 */
final class ItemRowReaderPropertyTest {
  private static final int DIMENSION = 3;

  private final NeighbourLists lists = new NeighbourLists(NeighbourLists.MOST_SLOTS, 0.9);
  private final IdNumbers numbers = new IdNumbers(lists::numberOf, _ -> false);
  private final ItemRowReader reader = new ItemRowReader();
  private final ItemRowWriter writer = new ItemRowWriter();
  private final ItemImage image = new ItemImage(DIMENSION);

  @Property(tries = 300)
  void readsWhatTheMessageHas(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int k = 0; k < 5; k++) {
      ItemRow row = randomRow(random, random.nextInt(5)).build();
      read(RecordSerdes.ITEM_ROW.encode(row));
      assertRead(row);
    }
  }

  @Property(tries = 300)
  void writesTheBytesOfTheMessage(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ItemRow row = randomRow(random, random.nextInt(65)).build();
    byte[] bytes = RecordSerdes.ITEM_ROW.encode(row);

    read(bytes);

    assertThat(writer.write(image, lists)).isEqualTo(bytes);
  }

  @Property(tries = 2000)
  void refusesWhatTheParserRefuses(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = RecordSerdes.ITEM_ROW.encode(randomRow(random, 4).build());
    int flips = random.nextInt(1, 4);
    for (int flip = 0; flip < flips; flip++) {
      bytes[random.nextInt(2, bytes.length)] = (byte) random.nextInt();
    }
    ItemRow parsed = parse(bytes);
    if (parsed == null || !isSound(parsed)) {
      assertThat(accepts(bytes)).isFalse();
    } else {
      read(bytes);
      assertRead(parsed);
    }
  }

  @Property(tries = 100)
  void passesOverFieldsThatItDoesNotKnow(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(random.nextLong()).build())
            .build();
    ItemRow row = randomRow(random, 2).setUnknownFields(unknown).build();

    read(RecordSerdes.ITEM_ROW.encode(row));

    assertRead(row);
  }

  private void read(byte[] bytes) {
    reader.read(bytes);
    reader.fill(image, numbers);
  }

  private void assertRead(ItemRow row) {
    assertThat(image.epoch).isEqualTo(row.getVersion().getEpoch()).isEqualTo(reader.epoch());
    assertThat(image.updates)
        .isEqualTo(row.getVersion().getCount())
        .isEqualTo(reader.versionCount());
    assertThat(Vectors.encode(image.vector, 0, DIMENSION)).isEqualTo(row.getVector());
    assertThat(Vectors.encode(image.momentum, 0, DIMENSION)).isEqualTo(row.getMomentum());
    assertThat(Vectors.encode(image.context, 0, DIMENSION)).isEqualTo(row.getContext());
    assertThat(image.accumulator).isEqualTo(Float.valueOf(row.getAccumulator()));
    assertThat(image.contextAccumulator).isEqualTo(Float.valueOf(row.getContextAccumulator()));
    assertThat(image.popularity).isEqualTo(Double.valueOf(row.getPopularity()));
    assertThat(image.trend).isEqualTo(Double.valueOf(row.getTrend()));
    assertThat(image.popularityClock).isEqualTo(row.getPopularityClock());
    assertThat(image.ordinal).isEqualTo(row.getOrdinal());
    assertThat(image.trainedPairs).isEqualTo(row.getTrainedPairs());
    assertThat(image.lastUsed).isEqualTo(row.getLastUsed());
    List<String> neighbours = new ArrayList<>();
    List<Float> counts = new ArrayList<>();
    for (int slot = 0; slot < image.neighbourCount; slot++) {
      neighbours.add(lists.idOf(image.neighbours[slot]));
      counts.add(image.neighbourCounts[slot]);
    }
    assertThat(neighbours).isEqualTo(row.getNeighbourIdsList());
    assertThat(counts).isEqualTo(row.getNeighbourCountsList());
  }

  private static boolean isSound(ItemRow row) {
    int bytes = DIMENSION * Float.BYTES;
    return row.getVector().size() == bytes
        && row.getMomentum().size() == bytes
        && row.getContext().size() == bytes
        && row.getNeighbourIdsCount() == row.getNeighbourCountsCount();
  }

  private static @Nullable ItemRow parse(byte[] bytes) {
    try {
      return RecordSerdes.ITEM_ROW.decode(bytes);
    } catch (FormatException e) {
      return null;
    }
  }

  private boolean accepts(byte[] bytes) {
    try {
      read(bytes);
      return true;
    } catch (FormatException e) {
      return false;
    }
  }

  private static ItemRow.Builder randomRow(SplittableRandom random, int neighbours) {
    ItemRow.Builder row =
        ItemRow.newBuilder()
            .setVersion(RowVersion.newBuilder().setEpoch(number(random)).setCount(number(random)))
            .setVector(vector(random))
            .setMomentum(vector(random))
            .setContext(vector(random))
            .setAccumulator((float) anyNumber(random))
            .setContextAccumulator((float) anyNumber(random))
            .setPopularity(anyNumber(random))
            .setTrend(anyNumber(random))
            .setPopularityClock(number(random))
            .setOrdinal((int) number(random))
            .setTrainedPairs(number(random))
            .setLastUsed(number(random));
    for (int k = 0; k < neighbours; k++) {
      row.addNeighbourIds(item(random)).addNeighbourCounts((float) random.nextDouble());
    }
    return row;
  }

  /* Of one to ten bytes, and 0, which is not written. */
  private static long number(SplittableRandom random) {
    return random.nextInt(4) == 0 ? 0 : random.nextLong() >>> random.nextInt(64);
  }

  private static ByteString vector(SplittableRandom random) {
    float[] values = new float[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      values[k] = (float) random.nextDouble();
    }
    return Vectors.encode(values, 0, DIMENSION);
  }

  /* Of one to four bytes a letter, the empty one, and some that are longer than the writer's room. */
  private static String item(SplittableRandom random) {
    String id =
        random
            .ints(random.nextInt(5), 0, 4)
            .mapToObj(letter -> List.of("i", "é", "日", "😀").get(letter))
            .reduce("", String::concat);
    return random.nextInt(8) == 0 ? id.repeat(random.nextInt(200)) : id;
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
}
