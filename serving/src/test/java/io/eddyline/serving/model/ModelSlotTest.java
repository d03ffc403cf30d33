package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.serving.GoldenStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSlotTest {
  @TempDir Path root;
  private GoldenStore golden;
  private ModelLoader loader;
  private final AtomicLong leases = new AtomicLong();

  @BeforeEach
  void openStore() {
    golden = new GoldenStore(root);
    loader = new ModelLoader(golden.store(), Inference.INLINE);
  }

  @Test
  void hasNoLeaseBeforeTheFirstModel() {
    try (ModelSlot slot = new ModelSlot(LoadedModel::close)) {
      assertThat(slot.acquire("")).isNull();
      assertThat(slot.version()).isZero();
    }
  }

  @Test
  void closesOldModelAfterItsLastLease() throws Exception {
    try (ModelSlot slot = new ModelSlot(LoadedModel::close)) {
      LoadedModel old = load(2, 2);
      swap(slot, old);
      ModelSlot.Lease first = lease(slot);
      ModelSlot.Lease second = lease(slot);
      swap(slot, load(3, 3));

      assertThat(slot.version()).isEqualTo(3);
      assertThat(first.model()).isSameAs(old);
      first.close();
      first.close();
      assertThat(old.isClosed()).isFalse();
      second.close();
      assertThat(old.isClosed()).isTrue();
    }
  }

  @Test
  void closesModelThatComesAfterItsOwnEnd() throws Exception {
    ModelSlot slot = new ModelSlot(LoadedModel::close);
    LoadedModel current = load(1, 1);
    swap(slot, current);
    slot.close();
    assertThat(current.isClosed()).isTrue();
    assertThat(slot.acquire("")).isNull();

    LoadedModel late = load(2, 1);
    swap(slot, late);
    assertThat(late.isClosed()).isTrue();
    assertThat(slot.acquire("")).isNull();
  }

  @Test
  void anArrangementThatComesTooLateTakesNothingFromRunningRequests() throws Exception {
    ModelSlot slot = new ModelSlot(LoadedModel::close);
    LoadedModel canary = load(2, 2);
    slot.install(
        slot.arrangement()
            .withActive(slot.counted(load(3, 1)))
            .withCanary(slot.counted(canary), new CanaryShare(1, "")));
    Arrangement<LoadedModel> before = slot.arrangement();
    try (ModelSlot.Lease lease = Objects.requireNonNull(slot.acquire("user"))) {
      LoadedModel late = load(4, 1);
      Counted<LoadedModel> counted = slot.counted(late);
      slot.close();
      slot.install(before.withActive(counted));
      assertThat(lease.model()).isSameAs(canary);
      assertThat(canary.isClosed()).isFalse();
      assertThat(late.isClosed()).isTrue();
    }
    assertThat(canary.isClosed()).isTrue();
  }

  @Test
  void neverLeasesClosedModelUnderRaces() throws Exception {
    int versions = 150;
    int readers = 6;
    List<LoadedModel> models = new ArrayList<>();
    for (int version = 1; version <= versions; version++) {
      models.add(load(version, GoldenStore.EMPTY));
    }
    ModelSlot slot = new ModelSlot(LoadedModel::close);
    swap(slot, models.getFirst());
    AtomicBoolean swapping = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newFixedThreadPool(readers)) {
      List<Future<Integer>> readings = new ArrayList<>();
      for (int reader = 0; reader < readers; reader++) {
        readings.add(threads.submit(() -> read(slot, swapping)));
      }
      for (LoadedModel next : models.subList(1, versions)) {
        long before = leases.get();
        swap(slot, next);
        while (leases.get() == before) {
          Thread.onSpinWait();
        }
      }
      swapping.set(false);
      for (Future<Integer> reading : readings) {
        assertThat(reading.get()).as("leases of a closed model").isZero();
      }
    }
    assertThat(models.subList(0, versions - 1)).allMatch(LoadedModel::isClosed);
    assertThat(models.getLast().isClosed()).isFalse();
    slot.close();
    assertThat(models.getLast().isClosed()).isTrue();
  }

  /** Leases again and again, reading the model's mapped files; counts models found closed. */
  private int read(ModelSlot slot, AtomicBoolean swapping) {
    int closed = 0;
    long before = 0;
    while (swapping.get()) {
      try (ModelSlot.Lease lease = lease(slot)) {
        long version = lease.model().version();
        boolean sound =
            version >= before
                && lease.model().users().row("u1") == UserRows.UNKNOWN
                && !lease.model().isClosed();
        closed += sound ? 0 : 1;
        before = version;
        leases.incrementAndGet();
      }
    }
    return closed;
  }

  private static void swap(ModelSlot slot, LoadedModel next) {
    slot.install(slot.arrangement().withActive(slot.counted(next)));
  }

  private static ModelSlot.Lease lease(ModelSlot slot) {
    return Objects.requireNonNull(slot.acquire(""), "a model is current");
  }

  private LoadedModel load(long version, int goldenVersion) throws Exception {
    golden.put(version, goldenVersion);
    return loader.load(new ModelVersion(GoldenStore.MODEL, version, null), LoadPace.UNLIMITED);
  }
}
