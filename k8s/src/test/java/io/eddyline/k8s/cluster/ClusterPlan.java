package io.eddyline.k8s.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Size and settings of a cluster.
 *
 * @param brokers processes; each topic has as many replicas, at most three
 * @param brokerJvm options of the brokers' virtual machines
 * @param tierJvm options of the tiers' virtual machines
 * @param settings of every tier
 */
public record ClusterPlan(
    int brokers, List<String> brokerJvm, List<String> tierJvm, Map<String, String> settings) {
  private static final int MOST_REPLICAS = 3;

  /* Many processes on few cores: little memory, the compiler that is done sooner, and no vectors of
   * the processor, which that compiler cannot make. */
  private static final List<String> SMALL =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:CICompilerCount=1",
          "-Deddyline.kernels=scalar");

  public ClusterPlan {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent(
        "eddyline.topics.replication-factor", Integer.toString(Math.min(MOST_REPLICAS, brokers)));
    settings = Map.copyOf(all);
  }

  /** Three brokers, and processes as small as a test can do with. */
  @SafeVarargs
  static ClusterPlan small(Map<String, String>... settings) {
    Map<String, String> all = new HashMap<>();
    for (Map<String, String> some : settings) {
      all.putAll(some);
    }
    return new ClusterPlan(3, with("-Xmx224m"), with("-Xmx256m"), all);
  }

  /** The same with another number of brokers. */
  ClusterPlan withBrokers(int count) {
    Map<String, String> other = new HashMap<>(settings);
    other.put(
        "eddyline.topics.replication-factor", Integer.toString(Math.min(MOST_REPLICAS, count)));
    return new ClusterPlan(count, brokerJvm, tierJvm, other);
  }

  /** The same with another heap of every tier. */
  ClusterPlan withTierHeap(String option) {
    return new ClusterPlan(brokers, brokerJvm, with(option), settings);
  }

  private static List<String> with(String heap) {
    List<String> options = new ArrayList<>(SMALL);
    options.add(heap);
    return options;
  }
}
