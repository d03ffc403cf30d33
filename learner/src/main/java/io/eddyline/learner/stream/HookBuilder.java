package io.eddyline.learner.stream;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Builds hooks with a state of their own for every task. Changelog settings come from the topic
 * catalogue, which creates the topic beforehand.
 */
final class HookBuilder<S extends LoggedState> implements StoreBuilder<CommitHook<S>> {
  private final String name;
  private final Supplier<S> newState;
  private final UnreadableRecords unreadable;
  private final LocalImages images;
  private Map<String, String> logSettings = Map.of();
  private boolean logged = true;

  HookBuilder(String name, Supplier<S> newState, UnreadableRecords unreadable, LocalImages images) {
    this.name = name;
    this.newState = newState;
    this.unreadable = unreadable;
    this.images = images;
  }

  Supplier<S> newState() {
    return newState;
  }

  UnreadableRecords unreadable() {
    return unreadable;
  }

  LocalImages images() {
    return images;
  }

  @Override
  public CommitHook<S> build() {
    return new CommitHook<>(this);
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
