package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.StressModels;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Users of whom everything says which row it is from. */
public final class OverlayUsersStress {
  private static final LoadedModel MODEL = StressModels.empty();
  private static final SimpleMeterRegistry REGISTRY = new SimpleMeterRegistry();
  private static final int TORN = -1;

  private OverlayUsersStress() {}

  /** The user u has row 1 with a block of seen items. */
  static class Fixture {
    final Overlay overlay = new Overlay(new OverlayConfig(1, 1), REGISTRY);

    Fixture() {
      overlay.follow(MODEL);
      put("u", 1);
      overlay.putSeenBlock("u", 0, 1, new RowVersion(1, 1), List.of("b1"));
    }

    final void put(String id, int number) {
      boolean _ =
          overlay.put(
              new OverlayUser(
                  id,
                  new RowOrigin(0, new RowVersion(1, number), number),
                  new float[] {number, number, number, number, number, number, number, number},
                  List.of("i" + number),
                  List.of("s" + number),
                  number,
                  number + 1,
                  new EventTimes(number, number, number)));
    }

    /** Which row a request has of a user: 0 for none, {@link #TORN} if not all is of one row. */
    final int request(String id) {
      CurrentModel current = overlay.over(MODEL);
      CurrentUser user = current.user(id);
      float @Nullable [] vector = user.laidVector();
      EventTimes times = user.times();
      if (vector == null || times == null) {
        return vector == null && times == null ? 0 : TORN;
      }
      for (float value : vector) {
        if (value != times.trainedAtMs()) {
          return TORN;
        }
      }
      return (int) times.trainedAtMs();
    }
  }

  /**
   * A newer row: a request has the old one or the new one, whole, and then not the old one again.
   */
  @JCStressTest
  @Outcome(
      id = {"1, 1", "1, 2", "2, 2"},
      expect = Expect.ACCEPTABLE)
  @State
  public static class RowAgainstRequest extends Fixture {
    @Actor
    public void writer() {
      put("u", 2);
    }

    @Actor
    public void request(II_Result result) {
      result.r1 = request("u");
      result.r2 = request("u");
    }
  }

  /** A row that a bound pushes out: nobody has half of it. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 0", "1, 3, 0", "1, 3, 1", "0, 3, 0"},
      expect = Expect.ACCEPTABLE,
      desc = "the new row is there before the old one goes")
  @Outcome(
      id = {"1, 0, 1"},
      expect = Expect.ACCEPTABLE,
      desc = "before the writer")
  @State
  public static class EvictionAgainstRequest extends Fixture {
    @Actor
    public void writer() {
      put("v", 3);
    }

    @Actor
    public void request(III_Result result) {
      result.r1 = request("u");
      result.r2 = request("v");
      result.r3 = request("u");
    }
  }

  /** Rows that were never committed are dropped and their blocks kept, while a request reads. */
  @JCStressTest
  @Outcome(
      id = {"1, 1", "1, 0", "0, 0"},
      expect = Expect.ACCEPTABLE)
  @State
  public static class DropAgainstRequest extends Fixture {
    @Actor
    public void writer() {
      overlay.drop(Side.USER, 0, (_, _) -> true);
    }

    @Actor
    public void request(II_Result result) {
      result.r1 = request("u");
      result.r2 = request("u");
    }
  }

  /** A row dropped and another one put in its place. */
  @JCStressTest
  @Outcome(
      id = {"1, 1", "1, 0", "1, 4", "0, 0", "0, 4", "4, 4"},
      expect = Expect.ACCEPTABLE)
  @State
  public static class DropAndRowAgainstRequest extends Fixture {
    @Actor
    public void writer() {
      overlay.drop(Side.USER, 0, (_, _) -> true);
      put("u", 4);
    }

    @Actor
    public void request(II_Result result) {
      result.r1 = request("u");
      result.r2 = request("u");
    }
  }

  /** A removal and the letting go of what versions hold, which is nothing here. */
  @JCStressTest
  @Outcome(
      id = {"1, 1", "1, 0", "0, 0"},
      expect = Expect.ACCEPTABLE)
  @State
  public static class RemovalAgainstRequest extends Fixture {
    @Actor
    public void writer() {
      boolean _ = overlay.remove(Side.USER, "u", new RowOrigin(0, new RowVersion(1, 2), 2));
      overlay.letGo();
    }

    @Actor
    public void request(II_Result result) {
      result.r1 = request("u");
      result.r2 = request("u");
    }
  }
}
