package io.eddyline.k8s.chart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that are refused before anything is installed, with a message that says what to do. */
class ChartRefusalsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          settings.topics.user-partitons=8         | user-partitons
          settings.topics.user-partitions=0        | minimum
          settings.learning.temperature=hot        | number
          settings.snapshots.gate.enabled=7        | boolean
          settings.snapshots.retrieval.kind=fast   | kind
          settings.data-dir=elsewhere              | data-dir
          settings.kafka.bootstrap-servers=x       | bootstrap-servers
          settings.kafka.properties.sasl\\.jaas\\.config=x | propertyName
          settings.kafka.properties.ssl\\.key\\.password=x | propertyName
          settings.events.types.save.wait=1        | wait
          serving.replica=3                        | replica
          learner.lagScaling.by=lag                | by
          serving.replicas=-1                      | minimum
          serving.jvm.maxRamPercentage=95          | maximum
          serving.resources.limits.memory=null     | memory
          logging.format=xml                       | format
          image.digest=latest                      | digest
          user.uid=0                               | minimum
          store.kind=bucket                        | kind
          kafka.credentials[0].property=sasl.jaas.config | secretName
          """)
  void theSchemaRefuses(String value, String expected) {
    assertThatThrownBy(() -> Chart.render(Profile.SMALL, Map.ofEntries(entry(value))))
        .hasMessageContaining("don't meet the specifications of the schema")
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kafka.bootstrapServers=            | name the brokers of a cluster, or set strimzi.enabled
          strimzi.enabled=true               | leave one of them
          store.kind=emptyDir                | store.kind emptyDir is seen by one pod, and 2 need the snapshots
          store.kind=hostPath                | store.kind hostPath is seen by one pod, and 2 need the snapshots
          store.claim.accessMode=ReadWriteOncePod | ReadWriteOncePod is for one pod, and 2 need the snapshots
          settings.gateway.delivery-timeout-ms=20000 | ingest.terminationGracePeriodSeconds 75: its process takes up to 75 s
          serving.drainDelaySeconds=20       | serving.terminationGracePeriodSeconds 45: its process takes up to 45 s
          learner.terminationGracePeriodSeconds=30 | learner.terminationGracePeriodSeconds 30
          snapshots.terminationGracePeriodSeconds=75 | snapshots.terminationGracePeriodSeconds 75: its process takes up to 75 s
          """)
  void valuesThatDoNotFitTogetherAreRefused(String value, String expected) {
    assertThatThrownBy(() -> Chart.render(Profile.SMALL, Map.ofEntries(entry(value))))
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ingest.lagScaling.enabled=true           | ingest.autoscaling and ingest.lagScaling
          learner.lagScaling.enabled=true          | lagScalingAuthentication
          strimzi.brokers.replicas=2               | replication-factor 3 needs as many brokers
          kafka.bootstrapServers=kafka:9092        | leave one of them
          """)
  void aProductionThatCannotRunIsRefused(String value, String expected) {
    assertThatThrownBy(() -> Chart.render(Profile.PRODUCTION, Map.ofEntries(entry(value))))
        .hasMessageContaining(expected);
  }

  private static Map.Entry<String, String> entry(String assignment) {
    String[] parts = assignment.split("=", 2);
    return Map.entry(parts[0], parts[1]);
  }
}
