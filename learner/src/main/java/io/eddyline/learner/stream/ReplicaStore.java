package io.eddyline.learner.stream;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The name under which Streams keeps what a global topic fills: the item replica by the {@link
 * ReplicaProcessor}, the attribute index by the {@link CatalogueProcessor}. At every start it is
 * read anew from the log's beginning.
 *
 * <p>Threading: Streams' global thread.
 */
final class ReplicaStore implements StateStore {
  static final String ITEM_REPLICA = "item-replica";
  static final String CATALOGUE = "catalogue";

  private final String name;

  private boolean open;

  private ReplicaStore(String name) {
    this.name = name;
  }

  static StoreBuilder<ReplicaStore> builder(String name) {
    return new Builder(name);
  }

  @Override
  public String name() {
    return name;
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
    private final String name;

    private Builder(String name) {
      this.name = name;
    }

    @Override
    public ReplicaStore build() {
      return new ReplicaStore(name);
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
      return name;
    }
  }
}
