package io.eddyline.serving.retrieve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.schemas.snapshot.Calibration;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.HalfLives;
import io.eddyline.schemas.snapshot.Probes;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.serving.GoldenStore;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A version of the golden one's shape and graph with other numbers, and the same numbers in arrays:
 * the reference that scores by the formula, one product after the other.
 */
final class RandomVersion {
  static final int ITEMS = 48;
  static final int USERS = 26;
  static final List<String> GENRES = List.of("Comedy", "Drama", "War", "Sci-Fi");

  /** Of the item side. */
  static final int PARTITIONS = 3;

  /** The moment in each partition that popularities are of. */
  static final long LIVE_PAIRS = 100;

  /** Short enough that a test's live pairs are many half-lives. */
  static final HalfLives HALF_LIVES = new HalfLives(400, 90, PARTITIONS);

  static final int DIMENSION = 8;
  static final int NEIGHBOURS = 5;
  private static final int VISITED_BEFORE = 3;
  static final double TEMPERATURE = 0.1;
  static final double DECAY = 0.8;
  static final double LAST_ITEM = 0.5;
  static final double NEIGHBOUR_WEIGHT = 3;

  final List<CatalogueEntry> catalogue = new ArrayList<>();
  final @Nullable Calibration calibration;

  /** Null if its popularities stay as they are. */
  final @Nullable HalfLives halfLives;

  final float[][] items = new float[ITEMS][];
  final float[][] history = new float[ITEMS][];
  final float[][] users = new float[USERS + 1][];
  final float[] popularity = new float[ITEMS];
  final float[] trend = new float[ITEMS];
  final int[][] neighbours = new int[ITEMS][NEIGHBOURS];
  final float[][] affinities = new float[ITEMS][NEIGHBOURS];

  /** Whether it says how often neighbours were visited, as older versions do not. */
  final boolean hasCounts;

  final float[][] counts = new float[ITEMS][NEIGHBOURS];

  /** Of each item, its own count of visits of every other one. */
  final float[][] visits = new float[ITEMS][ITEMS];

  private final List<int[]> histories = new ArrayList<>();
  private final List<int[]> seen = new ArrayList<>();

  RandomVersion(long seed) {
    this(seed, null);
  }

  RandomVersion(long seed, @Nullable HalfLives halfLives) {
    this.halfLives = halfLives;
    Random random = new Random(seed);
    users[0] = new float[DIMENSION];
    for (int user = 1; user <= USERS; user++) {
      users[user] = vector(random, random.nextDouble());
      int[] rows = random.ints(random.nextInt(25), 0, ITEMS).distinct().toArray();
      histories.add(IntStream.of(rows).limit(20).toArray());
      seen.add(rows);
    }
    for (int item = 0; item < ITEMS; item++) {
      items[item] = vector(random, 1);
      history[item] = vector(random, 0.2 + random.nextDouble());
      popularity[item] = random.nextInt(500);
      trend[item] = random.nextInt(50);
      if (random.nextInt(8) != 0) {
        catalogue.add(entry(item, random));
      }
    }
    hasCounts = random.nextInt(3) != 0;
    visit(random);
    fillLists();
    calibration = random.nextBoolean() ? new Calibration(0.2 + random.nextDouble(), -5) : null;
  }

  /* No item gets more neighbours than fit; the last place of some lists stays empty. */
  private void visit(Random random) {
    int[] size = new int[ITEMS];
    for (int drawn = 0; drawn < ITEMS * VISITED_BEFORE; drawn++) {
      int item = random.nextInt(ITEMS);
      int other = random.nextInt(ITEMS);
      boolean isNew = visits[item][other] + visits[other][item] == 0;
      boolean fits = Math.max(size[item], size[other]) < NEIGHBOURS;
      if (item != other && (fits || !isNew)) {
        float count = 0.1f + (random.nextInt(4) == 0 ? 4_000 : 3) * random.nextFloat();
        visits[item][other] = Float.float16ToFloat(Float.floatToFloat16(count));
        size[item] += isNew ? 1 : 0;
        size[other] += isNew ? 1 : 0;
      }
    }
  }

  private void fillLists() {
    for (int item = 0; item < ITEMS; item++) {
      int at = 0;
      for (int other = 0; other < ITEMS; other++) {
        double both = visits[item][other] + (double) visits[other][item];
        if (both > 0) {
          double product = (popularity[item] + 20.0) * (popularity[other] + 20.0);
          neighbours[item][at] = other;
          affinities[item][at] = (float) (Math.sqrt(both) * Math.pow(product, -0.25));
          counts[item][at] = visits[item][other];
          at++;
        }
      }
    }
  }

  static float[] vector(Random random, double length) {
    float[] vector = new float[DIMENSION];
    double squares = 0;
    for (int at = 0; at < DIMENSION; at++) {
      vector[at] = (float) random.nextGaussian();
      squares += vector[at] * vector[at];
    }
    for (int at = 0; at < DIMENSION; at++) {
      vector[at] = (float) (vector[at] * length / Math.sqrt(squares));
    }
    return vector;
  }

  static CatalogueEntry entry(int item, Random random) {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("year", 1990 + random.nextInt(20));
    if (random.nextBoolean()) {
      attributes.put("genre", GENRES.get(random.nextInt(GENRES.size())));
    } else if (random.nextBoolean()) {
      attributes.put("genre", GENRES.subList(random.nextInt(3), 4));
    }
    return new CatalogueEntry(
        "i" + item, "Title \u00e9 " + item, attributes, random.nextInt(5) != 0);
  }

  /** Puts it into a store; item i of the arrays is called {@code i<i>}, user u {@code u<u - 1>}. */
  Path put(GoldenStore store, long version) throws Exception {
    Path folder = store.put(version, 2);
    GoldenStore.replace(folder, SnapshotFiles.ITEMS, TableBytes.floats(padded(items)));
    GoldenStore.replace(folder, SnapshotFiles.HISTORY, TableBytes.floats(history));
    GoldenStore.replace(folder, SnapshotFiles.USERS, TableBytes.floats(users));
    GoldenStore.replace(folder, SnapshotFiles.POPULARITY, TableBytes.floats(popularity));
    GoldenStore.replace(folder, SnapshotFiles.TREND, TableBytes.floats(trend));
    GoldenStore.replace(folder, SnapshotFiles.AFFINITIES, TableBytes.floats(affinities));
    GoldenStore.replace(folder, SnapshotFiles.NEIGHBOURS, TableBytes.ints(neighbours));
    if (hasCounts) {
      GoldenStore.put(folder, SnapshotFiles.COUNTS, TableBytes.halves(counts));
    }
    GoldenStore.replace(folder, SnapshotFiles.HISTORIES, TableBytes.ragged(histories));
    GoldenStore.replace(folder, SnapshotFiles.SEEN, TableBytes.ragged(seen));
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (CatalogueEntry entry : catalogue) {
      lines.write(entry.toJson());
      lines.write('\n');
    }
    GoldenStore.replace(folder, SnapshotFiles.CATALOGUE, lines.toByteArray());
    GoldenStore.replace(folder, SnapshotFiles.PROBES, new Probes(List.of(probe())).toJson());
    GoldenStore.editManifest(folder, this::calibrate);
    GoldenStore.editManifest(folder, RandomVersion::mark);
    if (halfLives != null) {
      GoldenStore.editManifest(folder, manifest -> decay(manifest, halfLives));
    }
    return folder;
  }

  private static float[][] padded(float[][] items) {
    float[][] rows = Arrays.copyOf(items, SnapshotFiles.paddedItems(items.length));
    Arrays.fill(rows, items.length, rows.length, new float[DIMENSION]);
    return rows;
  }

  private void calibrate(ObjectNode manifest) {
    if (calibration != null) {
      manifest
          .putObject("calibration")
          .put("slope", calibration.slope())
          .put("intercept", calibration.intercept());
    }
  }

  /** Makes a version one that says how its popularities decay. */
  static void decay(ObjectNode manifest, HalfLives halfLives) {
    manifest.putPOJO("halfLives", halfLives);
  }

  /** Of every partition: nothing that is newer is held, all live pairs so far are. */
  private static void mark(ObjectNode manifest) {
    ObjectNode marks = ((ObjectNode) manifest.get("offsets")).putObject("itemMarks");
    for (int partition = 0; partition < PARTITIONS; partition++) {
      marks
          .putObject(Integer.toString(partition))
          .put("epoch", 1)
          .put("appliedInput", 0)
          .put("livePairs", LIVE_PAIRS);
    }
  }

  private Probes.Probe probe() {
    List<Integer> rows =
        IntStream.range(0, ITEMS)
            .boxed()
            .sorted(Comparator.comparingDouble(item -> -score(1, List.of(), List.of(), item)))
            .toList();
    return new Probes.Probe(
        1,
        List.of(),
        List.of(),
        rows,
        rows.stream().map(item -> (float) score(1, List.of(), List.of(), item)).toList());
  }

  /** Item rows, newest first, of a row of users.f32. */
  int[] history(int userRow) {
    return userRow == 0 ? new int[0] : histories.get(userRow - 1);
  }

  int[] seen(int userRow) {
    return userRow == 0 ? new int[0] : seen.get(userRow - 1);
  }

  /**
   * The score of an item.
   *
   * @param rows of the history, newest first
   * @param scales of as many of its newest items, 1 for the others
   */
  double score(int userRow, List<Integer> rows, List<Float> scales, int item) {
    double[] raw = new double[DIMENSION];
    double sum = 0;
    for (int age = 0; age < rows.size(); age++) {
      sum += Math.pow(DECAY, age);
    }
    double affinity = 0;
    for (int age = 0; age < rows.size(); age++) {
      double scale = age < scales.size() ? scales.get(age) : 1;
      double weight = Math.pow(DECAY, age) / Math.sqrt(sum) + (age == 0 ? LAST_ITEM : 0);
      for (int at = 0; at < DIMENSION; at++) {
        raw[at] += scale * weight * history[rows.get(age)][at];
      }
      for (int at = 0; at < NEIGHBOURS; at++) {
        if (neighbours[rows.get(age)][at] == item) {
          affinity +=
              scale * NEIGHBOUR_WEIGHT * Math.pow(DECAY, age) * affinities[rows.get(age)][at];
        }
      }
    }
    double dot = 0;
    double squares = 0;
    for (int at = 0; at < DIMENSION; at++) {
      raw[at] += users[userRow][at];
      dot += raw[at] * items[item][at];
      squares += raw[at] * raw[at];
    }
    return dot / Math.max(Math.sqrt(squares), 1e-8) / TEMPERATURE + prior(item) + affinity;
  }

  double prior(int item) {
    return 1.5 * Math.log(popularity[item] + 0.5) + 0.5 * Math.log(trend[item] + 0.5);
  }

  /** How much two items are alike. */
  double likeness(int item, int other) {
    double likeness = 0;
    for (int at = 0; at < DIMENSION; at++) {
      likeness += items[item][at] * (double) items[other][at];
    }
    likeness /= TEMPERATURE;
    for (int at = 0; at < NEIGHBOURS; at++) {
      if (neighbours[item][at] == other) {
        likeness += NEIGHBOUR_WEIGHT * affinities[item][at];
      }
    }
    return likeness;
  }
}
