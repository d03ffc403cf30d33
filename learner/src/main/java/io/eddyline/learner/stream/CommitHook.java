package io.eddyline.learner.stream;

import io.eddyline.schemas.error.FormatException;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.apache.kafka.streams.state.internals.OffsetCheckpoint;
import org.jspecify.annotations.Nullable;

/**
 * A state store that is told when its task is about to commit, and that outlives its processor.
 *
 * <pre>
 *   StreamTask.prepareCommit
 *     -> ProcessorStateManager.flushCache     calls every CachedStateStore
 *          -> CommitHook.flushCache           the action first (it may forward), then the state's log
 *     -> RecordCollector.flush                all of it is in the transaction
 *   producer.commitTransaction(offsets)
 *   StateStore.commit                         too late for records: the transaction is over
 * </pre>
 *
 * <p>A plain store's {@code commit} comes after the transaction, with the checkpoint. The cache
 * flush is the one callback of a store that comes before it, so this class is a caching store whose
 * cache is the {@link LoggedState}. It is the only user of Streams' internals in the learner
 * ({@code CachedStateStore}, {@code InternalProcessorContext.logChange} and the current node);
 * should an upgrade take them away, the public road is the stock caching key-value store in front
 * of the state.
 *
 * <p>What Streams does with the stores of a task that does not go on as it was:
 *
 * <pre>
 *   commit failed      processor.close, store.close; later store.init, restore, processor.init
 *   suspended, resumed processor.close; processor.init                     the stores are not told
 *   active to standby  processor.close, clearCache; restore, restore, ...  no init
 *   standby to active  clearCache, restore; processor.init                 no init
 * </pre>
 *
 * <p>So every {@link #init} starts with an empty state, nothing of an aborted transaction is left;
 * and what a closed processor leaves, its {@link TaskRemains}, is given back to the state before
 * anything else happens to it.
 *
 * <p>Threading: one thread at a time: the task's stream thread, or the one that restores it.
 */
final class CommitHook<S extends LoggedState>
    implements StateStore, CachedStateStore<byte[], byte[]> {
  private final String name;
  private final Supplier<S> newState;
  private final UnreadableRecords unreadable;
  private final LocalImages images;
  private final StoreImage image;
  private S state;
  private @Nullable InternalProcessorContext<?, ?> context;
  private @Nullable ProcessorNode<?, ?, ?, ?> node;
  private @Nullable Runnable beforeCommit;
  private @Nullable TaskRemains remains;
  private boolean open;

  CommitHook(HookBuilder<S> builder) {
    this.name = builder.name();
    this.newState = builder.newState();
    this.unreadable = builder.unreadable();
    this.images = builder.images();
    this.image = new StoreImage(images, name);
    this.state = newState.get();
  }

  /**
   * Builds a hook with a state of its own for every task.
   *
   * @param unreadable told of records of the changelog that are none of the state's
   * @param images where the state begins and ends
   */
  static <S extends LoggedState> StoreBuilder<CommitHook<S>> builder(
      String name, Supplier<S> newState, UnreadableRecords unreadable, LocalImages images) {
    return new HookBuilder<>(name, newState, unreadable, images);
  }

  /** The state since the last {@link #init}, without what an earlier processor left. */
  S state() {
    takeBack();
    image.processed();
    return state;
  }

  /**
   * The calling processor ends; a commit that is still to come is as before.
   *
   * @param left structures that it made of this state, and of others
   */
  void ended(TaskRemains left) {
    remains = left;
  }

  private void takeBack() {
    TaskRemains left = forgetProcessor();
    if (left != null) {
      image.changed();
      left.giveBack();
    }
  }

  private void drop() {
    TaskRemains left = forgetProcessor();
    if (left != null) {
      left.drop();
    }
  }

  private @Nullable TaskRemains forgetProcessor() {
    TaskRemains left = remains;
    if (left != null) {
      remains = null;
      beforeCommit = null;
      node = null;
    }
    return left;
  }

  /**
   * Registers what the calling processor does before each commit, for instance forwarding open
   * batches; the records count as forwarded by that processor.
   */
  void beforeCommit(Runnable action) {
    node = context().currentNode();
    beforeCommit = action;
  }

  @Override
  public void init(StateStoreContext storeContext, StateStore root) {
    context = (InternalProcessorContext<?, ?>) storeContext;
    drop();
    state = newState.get();
    beforeCommit = null;
    node = null;
    if (images.isOn()) {
      int partition = context().taskId().partition();
      image.start(
          storeContext.stateDir().toPath(),
          new TopicPartition(context().changelogFor(name), partition),
          state);
    }
    storeContext.register(root, (StateRestoreCallback) this::restore);
    open = true;
  }

  private void restore(byte[] key, byte @Nullable [] value) {
    takeBack();
    image.changed();
    try {
      state.restore(key, value);
    } catch (FormatException e) {
      unreadable.passedOver(name + " " + context().taskId(), key, e);
    }
  }

  @Override
  public void flushCache() {
    InternalProcessorContext<?, ?> current = context();
    if (beforeCommit != null) {
      ProcessorNode<?, ?, ?, ?> previous = current.currentNode();
      current.setCurrentNode(node);
      try {
        beforeCommit.run();
      } finally {
        current.setCurrentNode(previous);
      }
    }
    long nowMs = current.currentSystemTimeMs();
    image.changed();
    state.log(
        (key, value) -> {
          image.logs();
          current.logChange(
              name, Bytes.wrap(key), value, nowMs, new RecordHeaders(), Position.emptyPosition());
        });
  }

  /**
   * Comes with the checkpoint, while a task runs on only if it is about to end; also after a commit
   * that failed, but then the processor is closed, or {@link Transactions} knows.
   */
  @Override
  public void commit(Map<TopicPartition, Long> changelogOffsets) {
    if (remains == null) {
      changelogOffsets.values().forEach(image::committed);
    }
  }

  @Override
  public Long committedOffset(TopicPartition partition) {
    long offset = image.offset();
    return offset == StoreImage.NONE ? OffsetCheckpoint.OFFSET_UNKNOWN : offset;
  }

  @Override
  @SuppressWarnings("deprecation") // Streams would keep offsets in a file of its own
  public boolean managesOffsets() {
    return true;
  }

  /** The task changes between active and standby. */
  @Override
  public void clearCache() {
    takeBack();
  }

  @Override
  public boolean setFlushListener(
      CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
    return false;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() {
    image.end(remains != null && remains.isLogged() ? state : null);
    drop();
    open = false;
  }

  /** Streams asks a persistent store alone where it stands. */
  @Override
  public boolean persistent() {
    return images.isOn();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  private InternalProcessorContext<?, ?> context() {
    if (context == null) {
      throw new IllegalStateException("store " + name + " is used before Streams initialised it");
    }
    return context;
  }
}
