package io.eddyline.learner.stream;

import io.eddyline.learner.table.ItemImage;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.RowVersion;
import io.eddyline.schemas.serde.Vectors;

/** An item row between its image and its record. */
final class ItemRowCodec {
  private ItemRowCodec() {}

  static ItemRow record(ItemImage image) {
    int dimension = image.vector.length;
    ItemRow.Builder row = ItemRow.newBuilder();
    for (int slot = 0; slot < image.neighbourCount; slot++) {
      row.addNeighbourIds(image.neighbourIds[slot]);
      row.addNeighbourCounts(image.neighbourCounts[slot]);
    }
    return row.setVersion(RowVersion.newBuilder().setEpoch(image.epoch).setCount(image.updates))
        .setVector(Vectors.encode(image.vector, 0, dimension))
        .setMomentum(Vectors.encode(image.momentum, 0, dimension))
        .setAccumulator(image.accumulator)
        .setContext(Vectors.encode(image.context, 0, dimension))
        .setContextAccumulator(image.contextAccumulator)
        .setPopularity(image.popularity)
        .setTrend(image.trend)
        .setPopularityClock(image.popularityClock)
        .setOrdinal(image.ordinal)
        .setTrainedPairs(image.trainedPairs)
        .setLastUsed(image.lastUsed)
        .build();
  }

  /** Fills everything but the partition. */
  static void read(ItemRow row, ItemImage image) {
    int dimension = image.vector.length;
    image.epoch = row.getVersion().getEpoch();
    image.updates = row.getVersion().getCount();
    Vectors.decode(row.getVector(), image.vector, 0, dimension);
    Vectors.decode(row.getMomentum(), image.momentum, 0, dimension);
    image.accumulator = row.getAccumulator();
    Vectors.decode(row.getContext(), image.context, 0, dimension);
    image.contextAccumulator = row.getContextAccumulator();
    image.popularity = row.getPopularity();
    image.trend = row.getTrend();
    image.popularityClock = row.getPopularityClock();
    image.ordinal = row.getOrdinal();
    image.trainedPairs = row.getTrainedPairs();
    image.lastUsed = row.getLastUsed();
    readNeighbours(row, image);
  }

  private static void readNeighbours(ItemRow row, ItemImage image) {
    int count = row.getNeighbourIdsCount();
    if (count > image.neighbourIds.length || count != row.getNeighbourCountsCount()) {
      throw new FormatException(
          "%d neighbours and %d counts: expected as many of each, at most %d"
              .formatted(count, row.getNeighbourCountsCount(), image.neighbourIds.length));
    }
    for (int slot = 0; slot < count; slot++) {
      image.neighbourIds[slot] = row.getNeighbourIds(slot);
      image.neighbourCounts[slot] = row.getNeighbourCounts(slot);
    }
    image.neighbourCount = count;
  }
}
