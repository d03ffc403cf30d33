package io.eddyline.k8s.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Makes users and rules of the KafkaUsers among rendered objects, as Strimzi's user operator does.
 * Stateless.
 */
final class StrimziUsers {
  private static final int ITERATIONS = 4096;

  private StrimziUsers() {}

  /** Everybody's password is made of the name. */
  static void create(List<ObjectNode> objects, Admin admin) throws Exception {
    List<UserScramCredentialUpsertion> users = new ArrayList<>();
    List<AclBinding> rules = new ArrayList<>();
    for (ObjectNode object : objects) {
      if (object.path("kind").asText().equals("KafkaUser")) {
        KafkaUser user = TypedModels.parse(object, KafkaUser.class);
        String name = user.getMetadata().getName();
        users.add(
            new UserScramCredentialUpsertion(
                name,
                new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                password(name)));
        object.at("/spec/authorization/acls").forEach(rule -> rules.addAll(rules(name, rule)));
      }
    }
    admin.alterUserScramCredentials(List.copyOf(users)).all().get();
    admin.createAcls(rules).all().get();
  }

  /** What the Secret of a user has under {@code sasl.jaas.config}. */
  static String jaas(String user) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password(user));
  }

  private static String password(String user) {
    return "of " + user;
  }

  private static List<AclBinding> rules(String user, JsonNode rule) {
    JsonNode resource = rule.path("resource");
    ResourceType type =
        switch (resource.path("type").asText()) {
          case "topic" -> ResourceType.TOPIC;
          case "group" -> ResourceType.GROUP;
          case "transactionalId" -> ResourceType.TRANSACTIONAL_ID;
          case "cluster" -> ResourceType.CLUSTER;
          default -> throw new AssertionError("no such resource: " + resource);
        };
    ResourcePattern pattern =
        type == ResourceType.CLUSTER
            ? new ResourcePattern(type, "kafka-cluster", PatternType.LITERAL)
            : new ResourcePattern(
                type,
                resource.path("name").asText(),
                resource.path("patternType").asText().equals("prefix")
                    ? PatternType.PREFIXED
                    : PatternType.LITERAL);
    List<AclBinding> bindings = new ArrayList<>();
    for (JsonNode operation : rule.path("operations")) {
      String name =
          operation.asText().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
      bindings.add(
          new AclBinding(
              pattern,
              new AccessControlEntry(
                  "User:" + user, "*", AclOperation.valueOf(name), AclPermissionType.ALLOW)));
    }
    return bindings;
  }
}
