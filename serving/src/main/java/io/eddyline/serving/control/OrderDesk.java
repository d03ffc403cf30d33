package io.eddyline.serving.control;

import io.eddyline.schemas.control.ControlKeys;
import io.eddyline.schemas.control.ModelOrders;
import io.eddyline.schemas.record.ActiveVersion;
import io.eddyline.schemas.record.Canary;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.PinnedVersion;
import io.eddyline.schemas.record.Retention;
import io.eddyline.schemas.record.Shadow;
import io.eddyline.serving.control.OrderRefusedException.Reason;
import io.eddyline.serving.model.ModelVersions;
import io.eddyline.serving.model.OrderedPart;
import io.eddyline.serving.model.VersionStatus;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes operators' orders for the served model, refuses those that cannot be obeyed, and writes the
 * others to the control topic.
 *
 * <p>It looks at the store as this process sees it. Two operators who order at the same moment
 * write one after the other, and the later one holds.
 *
 * <p>Threading: any thread that may wait for Kafka and the store.
 */
public final class OrderDesk {
  private final ModelVersions versions;
  private final OrderLog log;

  public OrderDesk(ModelVersions versions, OrderLog log) {
    this.versions = versions;
    this.log = log;
  }

  /**
   * Who asks for what.
   *
   * @param force sets the advice of a version's gate aside
   * @param reason who orders it and why, one phrase for people
   */
  public record Authority(boolean force, String reason) {}

  /**
   * An order in the log.
   *
   * @param end offset behind it: who has acted upon everything before has acted upon it
   * @param part that it gives the version, null if it takes one away
   */
  public record Receipt(
      String model, String order, @Nullable Long version, long end, @Nullable OrderedPart part) {}

  /** Has a version answer until one comes that is newer than those that there are now. */
  public Receipt activate(long version, Authority authority) throws IOException {
    requireServable(version, authority);
    return log.order(activation(version, authority), "activate", version, authority.reason());
  }

  /** Has a version answer whatever comes. */
  public Receipt pin(long version, Authority authority) throws IOException {
    requireServable(version, authority);
    return log.order(pinned(version, authority.force()), "pin", version, authority.reason());
  }

  /**
   * Leaves it to activations and newer versions again. Where a candidate leaves no room for them,
   * what was pinned stays active: the candidate's order names it first.
   */
  public Receipt unpin() {
    ModelOrders orders = versions.orders();
    if (orders.pin() == null) {
      throw nothing("a pin");
    }
    Canary canary = orders.canary();
    if (canary != null) {
      long control = control(canary.getVersion());
      Receipt _ = order(canary.toBuilder().setControl(control), "unpin");
    }
    Shadow shadow = orders.shadow();
    if (shadow != null) {
      long control = control(shadow.getVersion());
      Receipt _ = order(shadow.toBuilder().setControl(control), "unpin");
    }
    return log.withdraw(versions.model(), ControlKeys.pin(versions.model()), "unpin");
  }

  /**
   * Has a candidate answer a share of the users.
   *
   * @param share 0 to 1
   * @param salt null keeps the one in force for this candidate, or begins with its version
   */
  public Receipt canary(long version, double share, @Nullable String salt, Authority authority)
      throws IOException {
    requireServable(version, authority);
    Canary before = versions.orders().canary();
    String kept =
        before != null && before.getVersion() == version
            ? before.getSalt()
            : Long.toString(version);
    Canary canary =
        Canary.newBuilder()
            .setModel(versions.model())
            .setVersion(version)
            .setShare(share)
            .setSalt(salt == null ? kept : salt)
            .setForce(authority.force())
            .setControl(control(version))
            .build();
    return order(canary.toBuilder(), authority.reason());
  }

  private Receipt order(Canary.Builder canary, String reason) {
    return log.order(Control.newBuilder().setCanary(canary), "canary", canary.getVersion(), reason);
  }

  private Receipt order(Shadow.Builder shadow, String reason) {
    return log.order(Control.newBuilder().setShadow(shadow), "shadow", shadow.getVersion(), reason);
  }

  /**
   * Makes the candidate the active version, pinned if one was pinned before, and ends the canary.
   */
  public Receipt promote(Authority authority) throws IOException {
    ModelOrders orders = versions.orders();
    Canary canary = orders.canary();
    if (canary == null) {
      throw nothing("a canary");
    }
    long version = canary.getVersion();
    Authority same = new Authority(canary.getForce() || authority.force(), authority.reason());
    requireServable(version, same);
    Receipt first =
        log.order(
            orders.pin() == null ? activation(version, same) : pinned(version, same.force()),
            "promote",
            version,
            authority.reason());
    Receipt last = log.withdraw(versions.model(), ControlKeys.canary(versions.model()), "promote");
    return new Receipt(last.model(), last.order(), version, last.end(), first.part());
  }

  /** Ends the canary; its users are answered as all others. */
  public Receipt withdrawCanary() {
    if (versions.orders().canary() == null) {
      throw nothing("a canary");
    }
    return log.withdraw(versions.model(), ControlKeys.canary(versions.model()), "withdraw");
  }

  /**
   * Has a version answer a sample of the requests without showing it.
   *
   * @param sample 0 to 1
   */
  public Receipt shadow(long version, double sample, Authority authority) throws IOException {
    requireServable(version, authority);
    Shadow shadow =
        Shadow.newBuilder()
            .setModel(versions.model())
            .setVersion(version)
            .setSample(sample)
            .setForce(authority.force())
            .setControl(control(version))
            .build();
    return order(shadow.toBuilder(), authority.reason());
  }

  public Receipt withdrawShadow() {
    if (versions.orders().shadow() == null) {
      throw nothing("a shadow");
    }
    return log.withdraw(versions.model(), ControlKeys.shadow(versions.model()), "withdraw-shadow");
  }

  /** Has the store keep so many versions. */
  public Receipt retain(int keep, Authority authority) {
    Retention retention = Retention.newBuilder().setModel(versions.model()).setKeep(keep).build();
    return log.order(
        Control.newBuilder().setRetention(retention), "retention", null, authority.reason());
  }

  /** Leaves it to the builder's configuration how many versions the store keeps. */
  public Receipt withdrawRetention() {
    if (versions.orders().retention() == null) {
      throw nothing("a retention");
    }
    return log.withdraw(
        versions.model(), ControlKeys.retention(versions.model()), "withdraw-retention");
  }

  /** What a candidate is compared with, kept for pods that start later; 0 for nothing else. */
  private long control(long candidate) {
    long active = versions.active();
    return active == candidate ? 0 : active;
  }

  private Control.Builder activation(long version, Authority authority) throws IOException {
    List<VersionStatus> known = versions.list();
    long newest = known.isEmpty() ? version : Math.max(version, known.getFirst().version());
    return Control.newBuilder()
        .setActiveVersion(
            ActiveVersion.newBuilder()
                .setModel(versions.model())
                .setVersion(version)
                .setSupersededAbove(newest)
                .setForce(authority.force()));
  }

  private Control.Builder pinned(long version, boolean force) {
    return Control.newBuilder()
        .setPinnedVersion(
            PinnedVersion.newBuilder()
                .setModel(versions.model())
                .setVersion(version)
                .setForce(force));
  }

  private void requireServable(long version, Authority authority) throws IOException {
    VersionStatus status = versions.find(version);
    if (status == null) {
      throw new OrderRefusedException(
          Reason.UNKNOWN_VERSION,
          "there is no version %d of model %s".formatted(version, versions.model()));
    }
    VersionStatus.Refusal refusal = status.refusal();
    if (refusal == null || (refusal.forcible() && authority.force())) {
      return;
    }
    throw new OrderRefusedException(
        refusal.forcible() ? Reason.GATE_ADVISES_AGAINST : Reason.UNSOUND_VERSION,
        "version %d of model %s was refused (%s): %s"
            .formatted(version, versions.model(), refusal.reason(), refusal.detail()));
  }

  private OrderRefusedException nothing(String what) {
    return new OrderRefusedException(
        Reason.NOTHING_ORDERED, "%s is not ordered for model %s".formatted(what, versions.model()));
  }
}
