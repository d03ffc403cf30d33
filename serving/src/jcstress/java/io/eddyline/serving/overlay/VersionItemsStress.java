package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.StressModels;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Items of which every number says which row it is from. */
public final class VersionItemsStress {
  private static final int DIMENSION = 8;
  private static final LoadedModel MODEL = StressModels.empty();

  private VersionItemsStress() {}

  /** The first row of the items a and b laid and shown. */
  static class Fixture {
    final VersionItems items = new VersionItems(MODEL);

    Fixture() {
      lay("a", 1);
      lay("b", 1);
      items.publish();
    }

    final void lay(String id, int number) {
      float[] axis = new float[DIMENSION];
      axis[number] = 1;
      items.lay(
          new OverlayItem(
              id,
              new RowOrigin(0, new RowVersion(1, number), number),
              axis,
              axis,
              axis,
              number,
              number,
              number));
    }

    /** Which row of an item a view has, 0 for none, negative if its numbers do not agree. */
    static int row(CurrentItems view, String id) {
      float[] query = new float[DIMENSION];
      for (int at = 0; at < DIMENSION; at++) {
        query[at] = at;
      }
      float[] products = view.multiply(query);
      int[] rows = new int[1];
      view.forEachLaid(
          (chunk, lane, slot) -> {
            LaidItem item = chunk.item(lane);
            if (item.id().equals(id)) {
              boolean whole =
                  rows[0] == 0
                      && products[slot] == item.popularity()
                      && item.candidate()[(int) item.popularity()] == 1
                      && view.find(id) == item;
              rows[0] = whole ? (int) item.popularity() : -1;
            }
          });
      return rows[0];
    }
  }

  /** A request against a newer row: it has the old row or the new one, whole and once. */
  @JCStressTest
  @Outcome(
      id = {"1, 1", "1, 2", "2, 2"},
      expect = Expect.ACCEPTABLE,
      desc = "both items of one batch, or the second look later")
  @State
  public static class RowAgainstRequest extends Fixture {
    @Actor
    public void writer() {
      lay("a", 2);
      items.publish();
    }

    @Actor
    public void request(II_Result result) {
      result.r1 = row(items.view(), "a");
      result.r2 = row(items.view(), "a");
    }
  }

  /** Two items of a batch become visible together, and a view keeps what it has. */
  @JCStressTest
  @Outcome(
      id = {"1, 1, 1", "2, 2, 2"},
      expect = Expect.ACCEPTABLE)
  @State
  public static class BatchAgainstRequest extends Fixture {
    @Actor
    public void writer() {
      lay("a", 2);
      lay("b", 2);
      items.publish();
      lay("a", 3);
    }

    @Actor
    public void request(III_Result result) {
      CurrentItems view = items.view();
      result.r1 = row(view, "a");
      result.r2 = row(view, "b");
      result.r3 = row(view, "a");
    }
  }

  /** A view keeps an item that is lifted, and another one that takes its number. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 4"},
      expect = Expect.ACCEPTABLE)
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "looked up by a name that is gone")
  @State
  public static class NumberTakenAgain extends Fixture {
    @Actor
    public void writer() {
      items.lift("a");
      lay("c", 4);
      items.publish();
    }

    @Actor
    public void request(II_Result result) {
      CurrentItems view = items.view();
      int a = row(view, "a");
      result.r1 = a < 0 ? 0 : a;
      result.r2 = row(view, "c");
    }
  }
}
