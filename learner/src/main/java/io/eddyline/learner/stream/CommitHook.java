package io.eddyline.learner.stream;

import java.util.Map;
import java.util.function.Supplier;
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
import org.jspecify.annotations.Nullable;

/**
 * A state store that is told when its task is about to commit.
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
 * <p>Streams revives a task whose commit failed with the stores and processors that it had: every
 * {@link #init} starts with an empty state, so that nothing of the aborted transaction is left.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class CommitHook<S extends LoggedState>
    implements StateStore, CachedStateStore<byte[], byte[]> {
  private final String name;
  private final Supplier<S> newState;
  private S state;
  private @Nullable InternalProcessorContext<?, ?> context;
  private @Nullable ProcessorNode<?, ?, ?, ?> node;
  private @Nullable Runnable beforeCommit;
  private boolean open;

  private CommitHook(String name, Supplier<S> newState) {
    this.name = name;
    this.newState = newState;
    this.state = newState.get();
  }

  /** Builds a hook with a state of its own for every task. */
  static <S extends LoggedState> StoreBuilder<CommitHook<S>> builder(
      String name, Supplier<S> newState) {
    return new HookBuilder<>(name, newState);
  }

  /** The state since the last {@link #init}. */
  S state() {
    return state;
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
    state = newState.get();
    beforeCommit = null;
    node = null;
    storeContext.register(root, (StateRestoreCallback) state::restore);
    open = true;
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
    state.log(
        (key, value) ->
            current.logChange(
                name,
                Bytes.wrap(key),
                value,
                nowMs,
                new RecordHeaders(),
                Position.emptyPosition()));
  }

  @Override
  public void clearCache() {}

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
    open = false;
  }

  @Override
  public boolean persistent() {
    return false;
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

  /** Changelog settings come from the topic catalogue, which creates the topic beforehand. */
  private static final class HookBuilder<S extends LoggedState>
      implements StoreBuilder<CommitHook<S>> {
    private final String name;
    private final Supplier<S> newState;
    private Map<String, String> logSettings = Map.of();
    private boolean logged = true;

    private HookBuilder(String name, Supplier<S> newState) {
      this.name = name;
      this.newState = newState;
    }

    @Override
    public CommitHook<S> build() {
      return new CommitHook<>(name, newState);
    }

    @Override
    public StoreBuilder<CommitHook<S>> withCachingEnabled() {
      return this;
    }

    @Override
    public StoreBuilder<CommitHook<S>> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<CommitHook<S>> withLoggingEnabled(Map<String, String> config) {
      logged = true;
      logSettings = config;
      return this;
    }

    @Override
    public StoreBuilder<CommitHook<S>> withLoggingDisabled() {
      logged = false;
      return this;
    }

    @Override
    public Map<String, String> logConfig() {
      return logSettings;
    }

    @Override
    public boolean loggingEnabled() {
      return logged;
    }

    @Override
    public String name() {
      return name;
    }
  }
}
