package io.eddyline.learner.stream;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The name under which Streams keeps the item replica. The rows are in the {@code ItemReplica},
 * which the {@link ReplicaProcessor} fills; at every start it is read anew from the log's
 * beginning.
 *
 * <p>Threading: Streams' global thread.
 */
final class ReplicaStore implements StateStore {
  static final String NAME = "item-replica";

  private boolean open;

  static StoreBuilder<ReplicaStore> builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    context.register(root, (key, value) -> {});
    open = true;
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

  private static final class Builder implements StoreBuilder<ReplicaStore> {
    @Override
    public ReplicaStore build() {
      return new ReplicaStore();
    }

    @Override
    public StoreBuilder<ReplicaStore> withCachingEnabled() {
      return this;
    }

    @Override
    public StoreBuilder<ReplicaStore> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<ReplicaStore> withLoggingEnabled(Map<String, String> config) {
      return this;
    }

    @Override
    public StoreBuilder<ReplicaStore> withLoggingDisabled() {
      return this;
    }

    @Override
    public Map<String, String> logConfig() {
      return Map.of();
    }

    @Override
    public boolean loggingEnabled() {
      return false;
    }

    @Override
    public String name() {
      return NAME;
    }
  }
}
