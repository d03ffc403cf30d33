package io.eddyline.learner.evaluate.model;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Implicit alternating least squares (Hu, Koren, Volinsky 2008, "Collaborative filtering for
 * implicit feedback datasets", in the notation of Rendle et al. 2022, "Revisiting the performance
 * of iALS"), refitted from where it stands at a tenth of the stream each.
 *
 * <pre>
 *   (a V'V + l I + sum_i w_i v_i v_i') x_u = sum_i w_i v_i     i: the user's distinct items
 *   score = s x_u.v_i
 * </pre>
 *
 * with the same for items. A user is folded in from the items of the moment when asked for, so that
 * new users and new items of a user count between fits; a new item scores 0 until the next one.
 *
 * <p>Threading: one thread.
 */
final class IalsModel implements StreamingModel {
  static final String NAME = "ials";
  private static final double FIRST_DEVIATION = 0.1;
  private static final double LEAST_WEIGHT = 1e-3;
  /* Fits within the first interval, as parts of it; after that one an interval. */
  private static final double[] EARLY_FITS = {0.2, 0.6};

  private final IalsSettings settings;
  private final UserItems userItems;
  private final FactorTable users;
  private final FactorTable items;
  private final WeightedLists itemsOfUsers;
  private final WeightedLists usersOfItems;
  private final NormalEquations equations;
  private final float[] itemGram;
  private final float[] userGram;
  private final float[] query;
  private final int[] rows;
  private final float[] ones;
  private final double eventsPerFit;
  private int[] recalled = new int[0];
  private float[] decayed = new float[0];
  private long learnt;
  private int fits;

  IalsModel(StreamShape shape, IalsSettings settings) {
    int dimension = settings.dimension();
    this.settings = settings;
    this.userItems = shape.userItems();
    this.users = new FactorTable(shape.userCount(), dimension);
    this.items = new FactorTable(shape.itemCount(), dimension);
    this.itemsOfUsers = new WeightedLists(shape.userCount());
    this.usersOfItems = new WeightedLists(shape.itemCount());
    this.equations = new NormalEquations(dimension);
    this.itemGram = new float[dimension * dimension];
    this.userGram = new float[dimension * dimension];
    this.query = new float[dimension];
    this.rows = IntStream.range(0, Math.max(shape.userCount(), shape.itemCount())).toArray();
    this.ones = new float[rows.length];
    Arrays.fill(ones, 1);
    this.eventsPerFit = Math.max(1, (double) shape.eventCount() / settings.refits());
    items.randomise(new Generator(settings.seed()), FIRST_DEVIATION);
  }

  @Override
  public void score(int user, int candidates, float[] scores) {
    if (fits == 0) {
      Arrays.fill(scores, 0, candidates, 0);
      return;
    }
    int count = recall(user);
    equations.start(
        itemGram, (float) settings.unobservedWeight(), (float) settings.regularisation());
    equations.add(items.values(), recalled, decayed, count);
    equations.solve(query, 0);
    VectorKernels.scaleInto((float) settings.scoreScale(), query, 0, query, 0, query.length);
    items.dotAll(query, candidates, scores);
  }

  @Override
  public void train(int user, int item, float weight, long timeMs) {
    if (weight > 0 && !userItems.has(user, item)) {
      itemsOfUsers.add(user, item, weight);
      usersOfItems.add(item, user, weight);
    }
    learnt++;
    if (learnt >= nextFit()) {
      fit();
    }
  }

  @Override
  public void finish() {
    fit();
  }

  private double nextFit() {
    double part = fits < EARLY_FITS.length ? EARLY_FITS[fits] : 1.0 + fits - EARLY_FITS.length;
    return part * eventsPerFit;
  }

  private void fit() {
    int sweeps = fits == 0 ? settings.sweeps() : Math.max(2, settings.sweeps() / 2);
    for (int sweep = 0; sweep < sweeps; sweep++) {
      solve(items, itemGram, itemsOfUsers, users);
      solve(users, userGram, usersOfItems, items);
    }
    gram(items, itemGram);
    fits++;
  }

  /* The rows of a target from the fixed other side; those without a pair become zero. */
  private void solve(FactorTable fixed, float[] gram, WeightedLists pairs, FactorTable target) {
    gram(fixed, gram);
    for (int row = 0; row < target.rowCount(); row++) {
      int size = pairs.size(row);
      if (size == 0) {
        target.scale(row, 0);
        continue;
      }
      equations.start(gram, (float) settings.unobservedWeight(), (float) settings.regularisation());
      equations.add(fixed.values(), pairs.columns(row), pairs.weights(row), size);
      equations.solve(target.values(), target.offset(row));
    }
  }

  private void gram(FactorTable table, float[] target) {
    Arrays.fill(target, 0);
    equations.start(target, 0, 0);
    equations.add(table.values(), rows, ones, table.rowCount());
    equations.copyMatrix(target);
  }

  /* The user's items from the newest back to where their weight has faded. */
  private int recall(int user) {
    int size = itemsOfUsers.size(user);
    if (recalled.length < size) {
      recalled = new int[2 * size];
      decayed = new float[2 * size];
    }
    double factor = 1;
    int count = 0;
    while (count < size && factor >= LEAST_WEIGHT) {
      int at = size - 1 - count;
      recalled[count] = itemsOfUsers.columns(user)[at];
      decayed[count++] = (float) (factor * itemsOfUsers.weights(user)[at]);
      factor *= settings.historyDecay();
    }
    return count;
  }
}
