package io.eddyline.serving.model;

import io.eddyline.schemas.token.Arm;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The models that answer, and the leases of the requests that they are answering.
 *
 * <p>A request holds one lease from its first byte to its last, so one version answers it, and
 * every request with the same key the same arm as long as the arrangement stays.
 *
 * <p>Threading: leases from any thread, lock-free; {@link #install} from the model agent alone.
 */
public final class ModelSlot implements AutoCloseable {
  private final Slot<LoadedModel> slot = new Slot<>();
  private final Consumer<LoadedModel> end;

  /**
   * @param end sees to the closing of a model after its last lease; called by the thread that let
   *     it go
   */
  ModelSlot(Consumer<LoadedModel> end) {
    this.end = end;
  }

  /** The right to use one model until closed; closing twice is the same as once. */
  public static final class Lease implements AutoCloseable {
    private final Counted<LoadedModel> counted;
    private final Arm arm;
    private final AtomicBoolean released = new AtomicBoolean();

    private Lease(Counted<LoadedModel> counted, Arm arm) {
      this.counted = counted;
      this.arm = arm;
    }

    public LoadedModel model() {
      return counted.value();
    }

    /** Why this model answers. */
    public Arm arm() {
      return arm;
    }

    @Override
    public void close() {
      if (released.compareAndSet(false, true)) {
        counted.release();
      }
    }
  }

  /**
   * A lease on the model that answers a key, or null while there is none.
   *
   * @param key names the user or session; empty for one that has no name, which the active model
   *     answers
   */
  public @Nullable Lease acquire(String key) {
    return lease(arrangement -> arrangement.of(key));
  }

  /** A lease on a version that is answering some user, or null if it answers none. */
  public @Nullable Lease acquireVersion(String model, long version) {
    return lease(
        arrangement -> {
          if (is(arrangement.active(), model, version)) {
            return arrangement.active();
          }
          return is(arrangement.canary(), model, version) ? arrangement.canary() : null;
        });
  }

  private static boolean is(@Nullable Counted<LoadedModel> counted, String model, long version) {
    return counted != null
        && counted.value().name().equals(model)
        && counted.value().version() == version;
  }

  private @Nullable Lease lease(
      Function<Arrangement<LoadedModel>, @Nullable Counted<LoadedModel>> choice) {
    Slot.Leased<LoadedModel> leased = slot.lease(choice);
    return leased == null
        ? null
        : new Lease(
            leased.counted(), leased.counted() == leased.from().canary() ? Arm.CANARY : Arm.ACTIVE);
  }

  /** A lease on the model that is compared and not shown, or null while there is none. */
  public @Nullable Lease acquireShadow() {
    Slot.Leased<LoadedModel> leased = slot.lease(Arrangement::shadow);
    return leased == null ? null : new Lease(leased.counted(), Arm.ACTIVE);
  }

  /** Share of the requests that the shadow answers as well; 0 without a shadow. */
  public double shadowSample() {
    return slot.arrangement().sample();
  }

  /** Version of the active model, 0 while there is none. */
  public long version() {
    LoadedModel active = active();
    return active == null ? 0 : active.version();
  }

  /** Name of the active model, null while there is none. */
  public @Nullable String model() {
    LoadedModel active = active();
    return active == null ? null : active.name();
  }

  private @Nullable LoadedModel active() {
    Counted<LoadedModel> active = slot.arrangement().active();
    return active == null ? null : active.value();
  }

  Arrangement<LoadedModel> arrangement() {
    return slot.arrangement();
  }

  /** What the slot will own once it is installed. */
  Counted<LoadedModel> counted(LoadedModel model) {
    return new Counted<>(model, end);
  }

  /** Puts an arrangement in force; what is in it no more ends after its last lease. */
  void install(Arrangement<LoadedModel> next) {
    slot.install(next);
  }

  @Override
  public void close() {
    slot.close();
  }
}
