package io.eddyline.learner.snapshot;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.HalfLives;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A snapshot source of random rows: item {@code i<row>}, user {@code u<row>}, titles, every eighth
 * item unavailable; user 0 has no history; an item has up to {@value #NEIGHBOURS} neighbours, every
 * sixth none. The seed decides all of it.
 */
class RandomRows implements SnapshotSource {
  static final Scoring SCORING = new Scoring(0.1f, 1.5f, 0.5f, 20, 0.8f, 0.5f, 3);
  static final int NEIGHBOURS = 5;

  private final int dimension;
  private final float[][] candidates;
  private final float[][] histories;
  private final double[] popularity;
  private final float[][] users;
  private final int[][] historyRows;
  private final int[][] neighbourRows;
  private final float[][] affinities;

  RandomRows(long seed, int items, int users, int dimension) {
    this(seed, items, users, dimension, NEIGHBOURS);
  }

  RandomRows(long seed, int items, int users, int dimension, int neighbours) {
    SplittableRandom random = new SplittableRandom(seed);
    this.dimension = dimension;
    this.candidates = new float[items][];
    this.histories = new float[items][];
    this.popularity = new double[items];
    for (int item = 0; item < items; item++) {
      candidates[item] = unit(random);
      histories[item] = unit(random);
      popularity[item] = Math.floor(random.nextDouble() * 500) / 4;
    }
    this.users = new float[users][];
    this.historyRows = new int[users][];
    for (int user = 0; user < users; user++) {
      this.users[user] = unit(random);
      historyRows[user] =
          random.ints(0, items).distinct().limit(Math.min(items, user % 25)).toArray();
    }
    this.neighbourRows = new int[items][neighbours];
    this.affinities = new float[items][neighbours];
    for (int item = 0; item < items; item++) {
      int count = Math.min(items, item % (neighbours + 1));
      int[] rows = random.ints(0, items).distinct().limit(count).toArray();
      System.arraycopy(rows, 0, neighbourRows[item], 0, count);
      for (int at = 0; at < count; at++) {
        affinities[item][at] = (float) (random.nextDouble(0.5, 1) / (at + 1));
      }
    }
  }

  private float[] unit(SplittableRandom random) {
    double[] raw = random.doubles(dimension, -1, 1).toArray();
    double square = 0;
    for (double value : raw) {
      square += value * value;
    }
    float[] unit = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      unit[i] = (float) (raw[i] / Math.sqrt(square));
    }
    return unit;
  }

  static SnapshotHeader header(long version) {
    return new SnapshotHeader(
        "main",
        version,
        version == 1 ? null : version - 1,
        1_700_000_000_000L,
        SCORING,
        version == 3 ? new HalfLives(20_000, 1_000, 1) : null,
        new Manifest.Offsets(Map.of(0, 41L, 1, 7L), Map.of(0, 12L), Map.of(0, 13L), Map.of(0, 14L)),
        48,
        Map.of("ndcg10", 0.25));
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public int itemCount() {
    return candidates.length;
  }

  @Override
  public String itemId(int item) {
    return "i" + item;
  }

  @Override
  public void candidateVector(int item, float[] vector) {
    System.arraycopy(candidates[item], 0, vector, 0, dimension);
  }

  @Override
  public void historyVector(int item, float[] vector) {
    System.arraycopy(histories[item], 0, vector, 0, dimension);
  }

  @Override
  public double popularity(int item) {
    return popularity[item];
  }

  @Override
  public double trend(int item) {
    return popularity[item] / (1 + item % 5);
  }

  @Override
  public int neighbourCount() {
    return itemCount() == 0 ? NEIGHBOURS : neighbourRows[0].length;
  }

  @Override
  public void neighbours(int item, int[] rows, float[] values) {
    System.arraycopy(neighbourRows[item], 0, rows, 0, rows.length);
    System.arraycopy(affinities[item], 0, values, 0, values.length);
  }

  @Override
  public int userCount() {
    return users.length;
  }

  @Override
  public String userId(int user) {
    return "u" + user;
  }

  @Override
  public void userVector(int user, float[] vector) {
    System.arraycopy(users[user], 0, vector, 0, dimension);
  }

  @Override
  public int[] history(int user) {
    return historyRows[user];
  }

  @Override
  public int[] seen(int user) {
    return historyRows[user];
  }

  @Override
  public List<CatalogueEntry> catalogue() {
    List<CatalogueEntry> entries = new ArrayList<>();
    for (int item = 0; item < itemCount(); item++) {
      entries.add(
          new CatalogueEntry(
              itemId(item), "Title " + item, Map.of("year", 1990 + item), item % 8 != 7));
    }
    return entries;
  }
}
