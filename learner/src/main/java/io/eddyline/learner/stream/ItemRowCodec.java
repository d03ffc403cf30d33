package io.eddyline.learner.stream;

import io.eddyline.learner.table.ItemImage;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.RowVersion;
import io.eddyline.schemas.serde.Vectors;

/** An item row between its image and its record. */
final class ItemRowCodec {
  private ItemRowCodec() {}

  static ItemRow record(ItemImage image) {
    int dimension = image.vector.length;
    return ItemRow.newBuilder()
        .setVersion(RowVersion.newBuilder().setEpoch(image.epoch).setCount(image.updates))
        .setVector(Vectors.encode(image.vector, 0, dimension))
        .setMomentum(Vectors.encode(image.momentum, 0, dimension))
        .setAccumulator(image.accumulator)
        .setContext(Vectors.encode(image.context, 0, dimension))
        .setContextAccumulator(image.contextAccumulator)
        .setPopularity(image.popularity)
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
    image.popularityClock = row.getPopularityClock();
    image.ordinal = row.getOrdinal();
    image.trainedPairs = row.getTrainedPairs();
    image.lastUsed = row.getLastUsed();
  }
}
