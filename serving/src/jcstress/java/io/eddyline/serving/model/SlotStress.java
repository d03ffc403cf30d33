package io.eddyline.serving.model;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A slot whose values count how often they were ended. */
public final class SlotStress {
  private SlotStress() {}

  /** A model's stand-in. */
  static final class Value {
    final int version;
    final AtomicInteger ends = new AtomicInteger();

    Value(int version) {
      this.version = version;
    }
  }

  /** The versions 1 and 2, the first of them in force. */
  static class Fixture {
    final Value first = new Value(1);
    final Value second = new Value(2);
    final Slot<Value> slot = new Slot<>();

    Fixture() {
      install(first);
    }

    final void install(Value value) {
      slot.install(
          slot.arrangement().withActive(new Counted<>(value, it -> it.ends.incrementAndGet())));
    }

    /** The version that was leased, negative if it had ended while it was leased; 0 for none. */
    final int use() {
      var leased = slot.lease(arrangement -> arrangement.of(""));
      if (leased == null) {
        return 0;
      }
      Value value = leased.counted().value();
      int seen = value.ends.get() == 0 ? value.version : -value.version;
      leased.counted().release();
      return seen;
    }
  }

  /** A request against a swap: it gets one of the versions alive; the old one ends once. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "answered by the old version")
  @Outcome(id = "2, 1, 0", expect = Expect.ACCEPTABLE, desc = "answered by the new version")
  @State
  public static class LeaseAgainstSwap extends Fixture {
    @Actor
    public void request(III_Result result) {
      result.r1 = use();
    }

    @Actor
    public void swap() {
      install(second);
    }

    @Arbiter
    public void ends(III_Result result) {
      result.r2 = first.ends.get();
      result.r3 = second.ends.get();
    }
  }

  /** Two requests against a swap: the last lease ends the old version, and only it. */
  @JCStressTest
  @Outcome(
      id = {"1, 1, 1", "1, 2, 1", "2, 1, 1", "2, 2, 1"},
      expect = Expect.ACCEPTABLE)
  @State
  public static class TwoLeasesAgainstSwap extends Fixture {
    @Actor
    public void one(III_Result result) {
      result.r1 = use();
    }

    @Actor
    public void other(III_Result result) {
      result.r2 = use();
    }

    @Actor
    public void swap() {
      install(second);
    }

    @Arbiter
    public void ends(III_Result result) {
      result.r3 = first.ends.get();
    }
  }

  /** A swap against the end of the slot: both versions end once, whoever comes first. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE)
  @State
  public static class SwapAgainstClose extends Fixture {
    @Actor
    public void swap() {
      install(second);
    }

    @Actor
    public void close() {
      slot.close();
    }

    @Arbiter
    public void ends(II_Result result) {
      result.r1 = first.ends.get();
      result.r2 = second.ends.get();
    }
  }

  /** A request against the end of the slot: alive or nothing. */
  @JCStressTest
  @Outcome(
      id = {"0, 1", "1, 1"},
      expect = Expect.ACCEPTABLE)
  @State
  public static class LeaseAgainstClose extends Fixture {
    @Actor
    public void request(II_Result result) {
      result.r1 = use();
    }

    @Actor
    public void close() {
      slot.close();
    }

    @Arbiter
    public void ends(II_Result result) {
      result.r2 = first.ends.get();
    }
  }
}
