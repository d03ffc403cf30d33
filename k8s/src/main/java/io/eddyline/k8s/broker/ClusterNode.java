package io.eddyline.k8s.broker;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A KRaft node's place in its cluster. Every node is broker and controller, so the voters are all
 * of the nodes; they listen on the loopback interface.
 *
 * @param id of the node, one of the voters'
 * @param brokerPort where its clients connect
 * @param voters with the ports where they vote
 * @param clusterId the same in every node
 */
public record ClusterNode(int id, int brokerPort, List<Voter> voters, String clusterId) {
  private static final int MOST_REPLICAS = 3;

  /** A member of the quorum. */
  public record Voter(int id, int controllerPort) {}

  public ClusterNode {
    voters = voters.stream().sorted(Comparator.comparingInt(Voter::id)).toList();
    if (voters.stream().noneMatch(voter -> voter.id() == id)) {
      throw new IllegalArgumentException(
          "node %d is none of the voters %s: expected a node that is also a controller"
              .formatted(id, voters));
    }
  }

  int controllerPort() {
    return voters.stream()
        .filter(voter -> voter.id() == id)
        .mapToInt(Voter::controllerPort)
        .findFirst()
        .orElseThrow();
  }

  /** As Kafka's {@code controller.quorum.voters}. */
  String quorum() {
    return voters.stream()
        .map(voter -> "%d@127.0.0.1:%d".formatted(voter.id(), voter.controllerPort()))
        .collect(Collectors.joining(","));
  }

  /** Replicas of Kafka's own topics. */
  int replicas() {
    return Math.min(MOST_REPLICAS, voters.size());
  }

  /** Replicas that must have a record of Kafka's own topics before it counts as written. */
  int syncReplicas() {
    return Math.max(1, replicas() - 1);
  }
}
