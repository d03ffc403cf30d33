package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.StressModels;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Items whose neighbours change while a request works out affinities. */
public final class CurrentAffinitiesStress {
  private static final int DIMENSION = 8;
  private static final LoadedModel MODEL = StressModels.empty();
  private static final SnapshotMarks MARKS = SnapshotMarks.of(MODEL.manifest());
  private static final BoundedRows<UserState> NOBODY = new BoundedRows<>(0);

  private CurrentAffinitiesStress() {}

  /** Lays items that name one other, and reads in whole visits how much two are alike. */
  static class Fixture {
    final VersionItems items = new VersionItems(MODEL);
    private int updates;

    final void lay(String id, String neighbour, float count) {
      RowVersion version = new RowVersion(1, ++updates);
      float[] vector = {1, 0, 0, 0, 0, 0, 0, 0};
      items.lay(
          new OverlayItem(
              id,
              new RowOrigin(0, version, updates),
              vector,
              vector,
              vector,
              1,
              1,
              1,
              new RowNeighbours(version, new String[] {neighbour}, new float[] {count})));
    }

    /** C[j][i] + C[i][j], as the sum of i tells it. */
    static int visits(CurrentItems view, String j, String i) {
      CurrentItem of = Objects.requireNonNull(view.find(j), j);
      LaidItem laid = (LaidItem) Objects.requireNonNull(view.find(i), i);
      CurrentModel current = new CurrentModel(MODEL, MARKS, NOBODY, () -> view);
      CurrentQuery query = CurrentQuery.similarTo(current, of);
      int slots = view.multiply(new float[DIMENSION]).length;
      float sum = new CurrentAffinities(MODEL, view, slots, query).sums()[laid.slot()];
      double root =
          sum / (MODEL.scoring().neighbourWeight() * of.affinityFactor() * laid.affinityFactor());
      return (int) Math.round(root * root);
    }
  }

  /** Both lists are as of one batch, and a view keeps what it has. */
  @JCStressTest
  @Outcome(
      id = {"3, 3", "12, 12"},
      expect = Expect.ACCEPTABLE)
  @State
  public static class ListsAgainstRequest extends Fixture {
    public ListsAgainstRequest() {
      lay("a", "b", 1);
      lay("b", "a", 2);
      items.publish();
    }

    @Actor
    public void writer() {
      lay("a", "b", 100);
      lay("a", "b", 4);
      lay("b", "a", 8);
      items.publish();
      lay("a", "b", 200);
    }

    @Actor
    public void request(II_Result result) {
      CurrentItems view = items.view();
      result.r1 = visits(view, "b", "a");
      result.r2 = visits(view, "b", "a");
    }
  }

  /** Those that name an item become more than there was room for: a view finds all of its own. */
  @JCStressTest
  @Outcome(id = "4", expect = Expect.ACCEPTABLE, desc = "none of the four is missing")
  @State
  public static class GrowthAgainstRequest extends Fixture {
    private static final int FIRST = 4;

    public GrowthAgainstRequest() {
      lay("b", "nobody", 1);
      for (int k = 0; k < FIRST; k++) {
        lay("a" + k, "b", k + 1);
      }
      items.publish();
    }

    @Actor
    public void writer() {
      for (int k = FIRST; k < 3 * FIRST; k++) {
        lay("a" + k, "b", k + 1);
      }
      items.publish();
    }

    @Actor
    public void request(I_Result result) {
      CurrentItems view = items.view();
      for (int k = 0; k < FIRST; k++) {
        result.r1 += visits(view, "b", "a" + k) == k + 1 ? 1 : 0;
      }
    }
  }
}
