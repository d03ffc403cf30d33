package io.eddyline.schemas.topic;

import io.eddyline.schemas.topic.TopicAdmin.State;
import io.eddyline.schemas.topic.TopicAdmin.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Holds one topic of the cluster against its specification. Stateless; any thread.
 *
 * @param replicationFactor replicas that every partition should have
 */
record TopicCheck(int replicationFactor) {
  /** The verdict on an existing topic. */
  Status status(TopicSpec spec, TopicDescription description, Config config) {
    int partitions = description.partitions().size();
    if (partitions != spec.partitions()) {
      return new Status(
          spec,
          State.UNUSABLE,
          ("partitions %d, expected %d: users and items would look for their rows on partitions"
               + " that do not hold them; set topics.user-partitions and topics.item-partitions to"
               + " what the cluster has, or start under another topics.prefix")
              .formatted(partitions, spec.partitions()));
    }
    Map<String, String> differences = differences(spec, config);
    List<String> vital = differences.keySet().stream().filter(spec::isVital).toList();
    if (!vital.isEmpty()) {
      return new Status(
          spec,
          State.UNUSABLE,
          ("%s: data would be lost; alter the topic (kafka-configs.sh --alter --entity-type topics"
                  + " --entity-name %s --add-config %s), or start under another topics.prefix")
              .formatted(
                  shown(differences, vital),
                  spec.name(),
                  String.join(
                      ",",
                      vital.stream().map(key -> key + "=" + spec.settings().get(key)).toList())));
    }
    List<String> details = new ArrayList<>();
    int replicas = leastReplicas(description);
    if (replicas < replicationFactor) {
      details.add("replicas %d, expected %d".formatted(replicas, replicationFactor));
    }
    if (!differences.isEmpty()) {
      details.add(shown(differences, List.copyOf(differences.keySet())));
    }
    return details.isEmpty()
        ? new Status(spec, State.PRESENT, "")
        : new Status(spec, State.DIFFERENT, String.join(", ", details));
  }

  private static Map<String, String> differences(TopicSpec spec, Config config) {
    Map<String, String> differences = new TreeMap<>();
    spec.settings()
        .forEach(
            (key, expected) -> {
              ConfigEntry entry = config.get(key);
              String value = entry == null ? "unset" : String.valueOf(entry.value());
              if (!expected.equals(value)) {
                differences.put(key, "%s %s, expected %s".formatted(key, value, expected));
              }
            });
    return differences;
  }

  private static String shown(Map<String, String> differences, List<String> keys) {
    return String.join(", ", keys.stream().map(differences::get).toList());
  }

  private static int leastReplicas(TopicDescription description) {
    return description.partitions().stream()
        .mapToInt(partition -> partition.replicas().size())
        .min()
        .orElse(0);
  }
}
