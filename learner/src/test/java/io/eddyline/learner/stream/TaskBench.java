package io.eddyline.learner.stream;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A task of partition 0 without Streams: stores that are initialised, restored and committed by
 * hand, their changelog, and what the processor forwarded.
 */
final class TaskBench implements InvocationHandler {
  /** A record of a store's changelog. */
  static final class Change {
    private final String store;
    private final byte[] key;
    private final byte @Nullable [] value;

    Change(String store, byte[] key, byte @Nullable [] value) {
      this.store = store;
      this.key = key;
      this.value = value;
    }

    String store() {
      return store;
    }

    byte[] key() {
      return key;
    }

    byte @Nullable [] value() {
      return value;
    }
  }

  private final InternalProcessorContext<Object, Object> context;
  private final Map<String, CommitHook<?>> stores = new LinkedHashMap<>();
  private final Map<String, StateRestoreCallback> restorers = new HashMap<>();
  private final List<Change> changelog = new ArrayList<>();
  private final List<Record<?, ?>> forwarded = new ArrayList<>();
  private final List<Schedule> schedules = new ArrayList<>();
  private @Nullable Path folder;
  private long offset = -1;
  private long nowMs;

  @SuppressWarnings("unchecked") // the proxy implements exactly this interface
  TaskBench() {
    context =
        (InternalProcessorContext<Object, Object>)
            Proxy.newProxyInstance(
                InternalProcessorContext.class.getClassLoader(),
                new Class<?>[] {InternalProcessorContext.class},
                this);
  }

  /** The context of any processor on this bench. */
  @SuppressWarnings("unchecked") // a context forwards what the processor says
  <K, V> InternalProcessorContext<K, V> context() {
    return (InternalProcessorContext<K, V>) context;
  }

  <S extends LoggedState> void add(StoreBuilder<CommitHook<S>> builder) {
    stores.put(builder.name(), builder.build());
  }

  /** What Streams does before a processor starts, also when it revives a task. */
  void initStores(List<Change> saved) {
    stores.values().forEach(store -> store.init(context, store));
    restore(saved);
  }

  /** Stores keep their images here. */
  void folder(Path imageFolder) {
    folder = imageFolder;
  }

  /**
   * As {@link #initStores}, but what a store's image has is not restored.
   *
   * @param saved whole logs: a record's place among those of its store is its offset
   * @return records restored
   */
  int initStoresBehindImages(List<Change> saved) {
    stores.values().forEach(store -> store.init(context, store));
    return restoreBehindImages(saved);
  }

  private int restoreBehindImages(List<Change> saved) {
    Map<String, Long> offsets = new HashMap<>();
    List<Change> behind = new ArrayList<>();
    for (Change change : saved) {
      CommitHook<?> store = stores.get(change.store());
      long next = offsets.merge(change.store(), 1L, Long::sum) - 1;
      if (store != null && next > store.committedOffset(log(change.store()))) {
        behind.add(change);
      }
    }
    restore(behind);
    return behind.size();
  }

  static TopicPartition log(String store) {
    return new TopicPartition(store + "-changelog", 0);
  }

  /**
   * Streams tells every store where its log stands.
   *
   * @param logs all that was ever logged
   */
  void checkpoint(List<Change> logs) {
    stores.forEach(
        (name, store) -> {
          long count = logs.stream().filter(change -> change.store().equals(name)).count();
          store.commit(Map.of(log(name), count - 1));
        });
  }

  /** The task changes between active and standby. */
  void recycle() {
    stores.values().forEach(CommitHook::clearCache);
  }

  void restore(List<Change> changes) {
    for (Change change : changes) {
      StateRestoreCallback restorer = restorers.get(change.store());
      if (restorer != null) {
        restorer.restore(change.key(), change.value());
      }
    }
  }

  void closeStores() {
    stores.values().forEach(CommitHook::close);
  }

  /** The record that is processed next has this offset. */
  void at(long nextOffset) {
    offset = nextOffset;
  }

  /** The wall clock from now on. */
  void nowMs(long timeMs) {
    nowMs = timeMs;
  }

  void commit() {
    stores.values().forEach(CommitHook::flushCache);
  }

  List<Change> changelog() {
    return changelog;
  }

  /** What is scheduled and not cancelled. */
  List<Schedule> schedules() {
    return List.copyOf(schedules);
  }

  /** What was forwarded since the last call. */
  List<Record<?, ?>> takeForwarded() {
    List<Record<?, ?>> taken = List.copyOf(forwarded);
    forwarded.clear();
    return taken;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "getStateStore" -> stores.get((String) arguments[0]);
      case "taskId" -> new TaskId(0, 0);
      case "recordMetadata" -> Optional.of(new Place(offset));
      case "currentSystemTimeMs" -> nowMs;
      case "currentStreamTimeMs" -> 0L;
      case "forward" -> {
        forwarded.add((Record<?, ?>) arguments[0]);
        yield null;
      }
      case "register" ->
          restorers.put(((StateStore) arguments[0]).name(), (StateRestoreCallback) arguments[1]);
      case "logChange" -> {
        Bytes key = (Bytes) arguments[1];
        changelog.add(new Change((String) arguments[0], key.get(), (byte[]) arguments[2]));
        yield null;
      }
      case "schedule" -> {
        Schedule schedule = new Schedule((Duration) arguments[0], (Punctuator) arguments[2]);
        schedules.add(schedule);
        yield (Cancellable) () -> schedules.remove(schedule);
      }
      case "changelogFor" -> log((String) arguments[0]).topic();
      case "stateDir" -> Objects.requireNonNull(folder, "images need a folder").toFile();
      case "currentNode", "setCurrentNode" -> null;
      default -> throw new UnsupportedOperationException(method.toString());
    };
  }

  /** What is called again and again. */
  record Schedule(Duration interval, Punctuator punctuator) {}

  /** Where the record at hand stands. */
  private record Place(long offset) implements RecordMetadata {
    @Override
    public String topic() {
      return "input";
    }

    @Override
    public int partition() {
      return 0;
    }
  }
}
