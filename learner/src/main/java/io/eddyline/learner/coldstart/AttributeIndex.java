package io.eddyline.learner.coldstart;

import io.eddyline.learner.kernel.Generator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The attribute values of the items that the catalogue holds, and of each value a bounded sample of
 * the trained items that have it (Vitter 1985, algorithm R), out of those that this process owns.
 *
 * <p>Deviates from algorithm R where an item leaves: its place in the sample goes to the next one,
 * so that the sample leans to newer items.
 *
 * <p>It holds nothing that a restart could not make again: the values come from the catalogue's
 * topic, the trained items from the item table. It grows with the catalogue, not with the events.
 *
 * <p>Threading: thread-safe, by one lock; the catalogue's thread writes values, the owners of
 * partitions tell what is trained. {@link #generation} is read without it.
 */
public final class AttributeIndex {
  private static final class Entry {
    private final String itemId;
    private int number;
    private Set<String> values = Set.of();
    private boolean trained;

    private Entry(String itemId, int number) {
      this.itemId = itemId;
      this.number = number;
    }
  }

  private static final class Members {
    private final List<String> sample = new ArrayList<>();
    private long offered;
  }

  private final ColdStartSettings settings;
  private final Generator generator;
  private final Map<String, Entry> entries = new HashMap<>();
  private final List<Entry> catalogue = new ArrayList<>();
  private final Map<String, Members> members = new HashMap<>();
  private final List<NewItems> readers = new ArrayList<>();
  private volatile long generation;

  /**
   * @param seed of the samples
   */
  public AttributeIndex(ColdStartSettings settings, long seed) {
    this.settings = settings;
    this.generator = new Generator(seed);
  }

  /** The catalogue says what values an item has, see {@link AttributeValues}. */
  public synchronized void put(String itemId, Set<String> values) {
    Entry known = entries.get(itemId);
    if (known == null) {
      Entry entry = new Entry(itemId, catalogue.size());
      entry.values = Set.copyOf(values);
      entries.put(itemId, entry);
      catalogue.add(entry);
      readers.forEach(reader -> reader.add(itemId));
      changed();
    } else if (!known.values.equals(values)) {
      Set<String> before = known.values;
      known.values = Set.copyOf(values);
      if (known.trained) {
        before.stream().filter(value -> !values.contains(value)).forEach(it -> drop(it, itemId));
        values.stream().filter(value -> !before.contains(value)).forEach(it -> offer(it, itemId));
      }
      changed();
    }
  }

  /** The item has left the catalogue. */
  public synchronized void remove(String itemId) {
    Entry entry = entries.remove(itemId);
    if (entry == null) {
      return;
    }
    Entry last = catalogue.removeLast();
    if (last != entry) {
      last.number = entry.number;
      catalogue.set(last.number, last);
    }
    if (entry.trained) {
      entry.values.forEach(value -> drop(value, itemId));
    }
    readers.forEach(reader -> reader.take(itemId));
    changed();
  }

  /** The item has been trained; nothing if the catalogue does not have it. */
  public synchronized void trained(String itemId) {
    Entry entry = entries.get(itemId);
    if (entry != null && !entry.trained) {
      entry.trained = true;
      entry.values.forEach(value -> offer(value, itemId));
      changed();
    }
  }

  /** The item's trained row is gone, or is another process's. */
  public synchronized void untrained(String itemId) {
    Entry entry = entries.get(itemId);
    if (entry != null && entry.trained) {
      entry.trained = false;
      entry.values.forEach(value -> drop(value, itemId));
      changed();
    }
  }

  /** The values of an item; none if the catalogue does not have it. */
  public synchronized Set<String> values(String itemId) {
    Entry entry = entries.get(itemId);
    return entry == null ? Set.of() : entry.values;
  }

  /** A sample of the trained items that have a value. */
  public synchronized List<String> members(String value) {
    Members known = members.get(value);
    return known == null ? List.of() : List.copyOf(known.sample);
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

  /** Items of the catalogue, numbered from 0; the last takes the number of one that leaves. */
  public synchronized int catalogueSize() {
    return catalogue.size();
  }

  /** The item of a number, null beyond the last. */
  synchronized @Nullable String catalogueItem(int number) {
    return number < catalogue.size() ? catalogue.get(number).itemId : null;
  }

  /** Rises with each change of what the index answers. */
  long generation() {
    return generation;
  }

  /**
   * Registers one who wants to know of new items of the catalogue.
   *
   * @param isWanted by item id
   * @param withPresent whether those that the catalogue has now count as new
   */
  synchronized NewItems addReader(Predicate<String> isWanted, boolean withPresent) {
    NewItems reader = new NewItems(this, isWanted);
    if (withPresent) {
      catalogue.forEach(entry -> reader.add(entry.itemId));
    }
    readers.add(reader);
    return reader;
  }

  synchronized void remove(NewItems reader) {
    readers.remove(reader);
  }

  /* Only under the lock. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // volatile for readers alone
  private void changed() {
    generation++;
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

  private void drop(String value, String itemId) {
    Members known = members.get(value);
    if (known != null) {
      known.offered--;
      known.sample.remove(itemId);
      if (known.sample.isEmpty()) {
        members.remove(value);
      }
    }
  }
}
