package io.eddyline.learner.stream;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The name under which Streams keeps what a global topic fills: the item replica by the {@link
 * ReplicaProcessor}, the attribute index by the {@link CatalogueProcessor}. At every start it is
 * read anew from the log's beginning, but for what a {@link ReplicaStart} has of it.
 *
 * <p>Threading: Streams' global thread.
 */
final class ReplicaStore implements StateStore {
  static final String ITEM_REPLICA = "item-replica";
  static final String CATALOGUE = "catalogue";

  private final String name;
  private final @Nullable ReplicaStart start;
  private Map<TopicPartition, Long> next = Map.of();
  private boolean open;

  private ReplicaStore(String name, @Nullable ReplicaStart start) {
    this.name = name;
    this.start = start;
  }

  static StoreBuilder<ReplicaStore> builder(String name) {
    return new Builder(name, null);
  }

  /** As the other; it begins with what the start has. */
  static StoreBuilder<ReplicaStore> builder(String name, ReplicaStart start) {
    return new Builder(name, start.isOn() ? start : null);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    if (start != null) {
      next = start.read(folder(context));
    }
    context.register(root, (key, value) -> {});
    open = true;
  }

  /* That of the application, in which all tasks and the global stores have theirs. */
  private static Path folder(StateStoreContext context) {
    return context.stateDir().toPath().toAbsolutePath().normalize().resolve("..").normalize();
  }

  /** Of a global store: the offset that is read next. */
  @Override
  public @Nullable Long committedOffset(TopicPartition partition) {
    return next.get(partition);
  }

  @Override
  @SuppressWarnings("deprecation") // Streams would keep offsets in a file of its own
  public boolean managesOffsets() {
    return true;
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public boolean persistent() {
    return start != null;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  private static final class Builder implements StoreBuilder<ReplicaStore> {
    private final String name;
    private final @Nullable ReplicaStart start;

    private Builder(String name, @Nullable ReplicaStart start) {
      this.name = name;
      this.start = start;
    }

    @Override
    public ReplicaStore build() {
      return new ReplicaStore(name, start);
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
