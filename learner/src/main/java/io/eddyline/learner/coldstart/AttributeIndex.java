package io.eddyline.learner.coldstart;

import io.eddyline.learner.kernel.Generator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The attribute values of all items, and of each value a bounded sample of the trained items that
 * have it (Vitter 1985, algorithm R), out of those that this process owns.
 *
 * <p>It holds nothing that a restart could not make again: the values come from the catalogue's
 * topic, the trained items from the item table.
 *
 * <p>Threading: thread-safe, by one lock; the catalogue's thread writes values, the owners of
 * partitions tell what is trained.
 */
public final class AttributeIndex {
  private static final class Entry {
    private Set<String> values = Set.of();
    private boolean catalogued;
    private boolean trained;
  }

  private static final class Members {
    private final List<String> sample = new ArrayList<>();
    private long offered;
  }

  private final ColdStartSettings settings;
  private final Generator generator;
  private final Map<String, Entry> entries = new HashMap<>();
  private final List<String> catalogue = new ArrayList<>();
  private final Map<String, Members> members = new HashMap<>();

  /**
   * @param seed of the samples
   */
  public AttributeIndex(ColdStartSettings settings, long seed) {
    this.settings = settings;
    this.generator = new Generator(seed);
  }

  /** The catalogue says what values an item has, see {@link AttributeValues}. */
  public synchronized void put(String itemId, Set<String> values) {
    Entry entry = entries.computeIfAbsent(itemId, _ -> new Entry());
    Set<String> before = entry.values;
    entry.values = Set.copyOf(values);
    if (!entry.catalogued) {
      entry.catalogued = true;
      catalogue.add(itemId);
    }
    if (entry.trained) {
      values.stream().filter(value -> !before.contains(value)).forEach(it -> offer(it, itemId));
    }
  }

  /** The item has left the catalogue: it has no values any more. */
  public synchronized void remove(String itemId) {
    put(itemId, Set.of());
  }

  /** The item has been trained. */
  public synchronized void trained(String itemId) {
    Entry entry = entries.computeIfAbsent(itemId, _ -> new Entry());
    if (!entry.trained) {
      entry.trained = true;
      entry.values.forEach(value -> offer(value, itemId));
    }
  }

  /** The values of an item; none if the catalogue does not know it. */
  public synchronized Set<String> values(String itemId) {
    Entry entry = entries.get(itemId);
    return entry == null ? Set.of() : entry.values;
  }

  /** A sample of the trained items that have a value. */
  public synchronized List<String> members(String value) {
    Members known = members.get(value);
    return known == null
        ? List.of()
        : known.sample.stream().filter(id -> values(id).contains(value)).toList();
  }

  /** Sampled members of an item's values, all together. */
  synchronized int support(String itemId) {
    int support = 0;
    for (String value : values(itemId)) {
      Members known = members.get(value);
      support += known == null ? 0 : known.sample.size();
    }
    return support;
  }

  /** Items that the catalogue has ever had, numbered from 0. */
  public synchronized int catalogueSize() {
    return catalogue.size();
  }

  public synchronized String catalogueItem(int number) {
    return catalogue.get(number);
  }

  private void offer(String value, String itemId) {
    Members known = members.get(value);
    if (known == null) {
      if (members.size() >= settings.values() || settings.members() == 0) {
        return;
      }
      known = new Members();
      members.put(value, known);
    }
    known.offered++;
    if (known.sample.size() < settings.members()) {
      known.sample.add(itemId);
      return;
    }
    long slot = generator.nextLong(known.offered);
    if (slot < settings.members()) {
      known.sample.set((int) slot, itemId);
    }
  }
}
