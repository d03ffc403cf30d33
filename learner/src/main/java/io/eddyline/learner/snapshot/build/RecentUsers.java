package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.kernel.Generator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A uniform sample of the users with a new interaction since the last version (Vitter 1985,
 * algorithm R, over the interactions' rows; a user is in once).
 *
 * <p>Threading: owned by the builder's thread.
 */
final class RecentUsers {
  private final int capacity;
  private final Generator generator;
  private final List<String> sample = new ArrayList<>();
  private final Set<String> members = new HashSet<>();
  private long offered;

  RecentUsers(int capacity, Generator generator) {
    this.capacity = capacity;
    this.generator = generator;
  }

  /** The user's newest interaction is another than before. */
  void offer(String id) {
    offered++;
    if (members.contains(id)) {
      return;
    }
    if (sample.size() < capacity) {
      sample.add(id);
      members.add(id);
      return;
    }
    long slot = generator.nextLong(offered);
    if (slot < capacity) {
      members.remove(sample.set((int) slot, id));
      members.add(id);
    }
  }

  /** The sample, which then starts anew. */
  List<String> take() {
    List<String> taken = List.copyOf(sample);
    sample.clear();
    members.clear();
    offered = 0;
    return taken;
  }
}
