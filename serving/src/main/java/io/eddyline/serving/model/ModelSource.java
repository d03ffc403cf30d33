package io.eddyline.serving.model;

import io.eddyline.schemas.control.ControlState;
import io.eddyline.schemas.control.ModelOrders;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.serving.model.ModelInbox.Heard;
import io.eddyline.serving.model.VersionChoice.Wanted;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Loads versions within the room and the pace that they have, and remembers those that are refused.
 *
 * <p>A load ends early when an order comes that names another version, or another model.
 *
 * <p>Threading: the model agent's thread; {@link #stop} from any.
 */
final class ModelSource {
  private final SnapshotStore store;
  private final ModelLoader loader;
  private final LoadRoom room;
  private final Refusals refusals;
  private final ModelInbox inbox;
  private final VersionFeed news;
  private final Consumer<LoadedModel> closer;
  private final LoadPacing pacing;
  private volatile boolean stopped;

  /**
   * @param news brings each version up to date before it is arranged
   * @param closer closes a version that the news cannot follow, and gives its place back
   */
  ModelSource(
      SnapshotStore store,
      ModelLoader loader,
      LoadRoom room,
      Refusals refusals,
      ModelInbox inbox,
      VersionFeed news,
      Consumer<LoadedModel> closer,
      LoadPacing pacing) {
    this.store = store;
    this.loader = loader;
    this.room = room;
    this.refusals = refusals;
    this.inbox = inbox;
    this.news = news;
    this.closer = closer;
    this.pacing = pacing;
  }

  boolean isRefused(String model, long version) {
    return refusals.holds(model, version);
  }

  /**
   * Loads a version.
   *
   * @return null if it was refused
   * @throws IOException if the store does not answer; the same call may succeed later
   * @throws LoadPace.AbandonedException if it is not wanted any more
   */
  @Nullable LoadedModel load(Heard heard, String model, Wanted wanted) throws IOException {
    ModelVersion version =
        new ModelVersion(model, wanted.version(), heard.digest(model, wanted.version()));
    BooleanSupplier stillWanted = () -> !stopped && isStillWanted(heard, model, wanted);
    room.take(stillWanted);
    LoadedModel loaded = null;
    try {
      VersionStamp stamp = VersionStamp.of(store, version);
      loaded = load(version, stamp, pacing.pace(stillWanted));
    } finally {
      if (loaded == null) {
        room.giveBack();
      } else {
        room.filled();
      }
    }
    if (loaded != null) {
      follow(loaded);
    }
    return loaded;
  }

  private void follow(LoadedModel loaded) {
    boolean followed = false;
    try {
      news.follow(loaded);
      followed = true;
    } finally {
      if (!followed) {
        closer.accept(loaded);
      }
    }
  }

  private @Nullable LoadedModel load(ModelVersion version, VersionStamp stamp, LoadPace pace)
      throws IOException {
    try {
      return loader.load(version, pace);
    } catch (ModelRefusedException e) {
      refusals.add(version, stamp, e.reason(), e);
    } catch (LoadPace.AbandonedException e) {
      throw e;
    } catch (RuntimeException e) {
      // the files come from outside: whatever they provoke must not end the agent
      refusals.add(version, stamp, RefusalReason.CONTENT, e);
    }
    return null;
  }

  private boolean isStillWanted(Heard then, String model, Wanted wanted) {
    if (inbox.ordersEnd() == then.ordersEnd()) {
      return true;
    }
    ControlState now = inbox.heard().orders();
    return Objects.equals(now.activeModel(), then.orders().activeModel())
        && (wanted.ordered()
            ? names(now.model(model), wanted.version())
            : VersionChoice.isKept(wanted.version(), then.orders().model(model), now.model(model)));
  }

  private static boolean names(ModelOrders orders, long version) {
    return (orders.pin() != null && orders.pin().getVersion() == version)
        || (orders.active() != null && orders.active().getVersion() == version)
        || (orders.canary() != null && orders.canary().getVersion() == version)
        || (orders.shadow() != null && orders.shadow().getVersion() == version);
  }

  /** What an operator names is tried anew if its files are not those that were refused. */
  void forgetRepaired(Heard heard, String model, ModelOrders orders) throws IOException {
    for (Map.Entry<Long, Refusals.Refusal> refused : refusals.of(model).entrySet()) {
      long version = refused.getKey();
      if (names(orders, version)) {
        ModelVersion now = new ModelVersion(model, version, heard.digest(model, version));
        if (!refused.getValue().stamp().equals(VersionStamp.of(store, now))) {
          refusals.forget(model, version);
        }
      }
    }
  }

  /** A load that is under way ends soon, and no other begins. */
  void stop() {
    stopped = true;
  }
}
