package io.eddyline.schemas.topic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Every topic of a deployment: name, key, partitions and settings.
 *
 * <p>What comes in and what is told is shared by all models of a deployment; what is learnt belongs
 * to one model. The model {@value #MAIN_MODEL} has the plain names, any other has its name in them.
 *
 * <p>Changelogs and repartition topics belong to Kafka Streams, which derives their names from the
 * application id and the store; they stand here under those names, so that they exist with the
 * right settings before the first start and the snapshot builder finds them.
 *
 * <p>Record timestamps are log-append time: data of years ago is replayed without falling to
 * retention.
 */
public final class TopicCatalogue {
  /** The model that a deployment begins with. */
  public static final String MAIN_MODEL = "main";

  /** Store names, which Streams makes into changelog names. */
  public static final String USER_STORE = "user-rows";

  public static final String ITEM_STORE = "item-rows";
  public static final String USER_STATE_STORE = "user-state";
  public static final String ITEM_STATE_STORE = "item-state";

  /** The repartition between the two sides of the learner. */
  public static final String ITEM_UPDATES = "item-updates";

  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration CENTURY = Duration.ofDays(36_500);

  /* From three replicas on, an acknowledged record is on two of them. */
  private static final int SAFE_REPLICAS = 3;
  private static final String SAFE_IN_SYNC = "2";

  private final TopicsConfig config;
  private final String model;

  /** The topics as {@value #MAIN_MODEL} sees them. */
  public TopicCatalogue(TopicsConfig config) {
    this(config, MAIN_MODEL);
  }

  /** The topics as a model sees them. */
  public TopicCatalogue(TopicsConfig config, String model) {
    this.config = config;
    this.model = model;
  }

  public TopicsConfig config() {
    return config;
  }

  /** The model whose rows, state and item updates these are. */
  public String model() {
    return model;
  }

  /** Application id of the learner's Kafka Streams application. */
  public String learnerApplicationId() {
    String plain = config.prefix() + "-learner";
    return model.equals(MAIN_MODEL) ? plain : plain + "-" + model;
  }

  /** Application id of cleaning's Kafka Streams application. */
  public String cleaningApplicationId() {
    return config.prefix() + "-cleaning";
  }

  /** Group of those that attribute events to the versions that answered. */
  public String attributionGroup() {
    return config.prefix() + "-attribution";
  }

  public TopicSpec events() {
    return log("events", "user id", "events as the producers sent them", users(), WEEK);
  }

  /** Events that their producers put on another partition than their user's, on their user's. */
  public TopicSpec movedEvents() {
    return log("events-moved", "user id", "misplaced events, moved home", users(), WEEK);
  }

  public TopicSpec interactions() {
    return log("interactions", "user id", "cleaned, weighed events and progress", users(), WEEK);
  }

  public TopicSpec rejected() {
    return log("rejected", "user id", "refused records, whole", 1, Duration.ofDays(14));
  }

  /** The tombstone of an item hides its trained row: it stays for as long as the row may. */
  public TopicSpec items() {
    Map<String, String> settings = base(TopicConfig.CLEANUP_POLICY_COMPACT);
    settings.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(CENTURY.toMillis()));
    return new TopicSpec(
        own("items"), "item id", "the catalogue", config.itemPartitions(), settings);
  }

  public TopicSpec itemUpdates() {
    Map<String, String> settings = base(TopicConfig.CLEANUP_POLICY_DELETE);
    settings.put(TopicConfig.RETENTION_MS_CONFIG, TopicSpec.WITHOUT_LIMIT);
    return new TopicSpec(
        learnerApplicationId() + "-" + ITEM_UPDATES + "-repartition",
        "target partition",
        "pairs and follows; deleted up to the committed offset",
        config.itemPartitions(),
        settings);
  }

  public TopicSpec userRows() {
    return changelog(USER_STORE, "user id", "rows of users; the user store's changelog", users());
  }

  public TopicSpec itemRows() {
    return changelog(
        ITEM_STORE,
        "item id",
        "rows of items; the item store's changelog",
        config.itemPartitions());
  }

  /** Queue, reservoir and generator of the user side. */
  public TopicSpec userState() {
    return changelog(
        USER_STATE_STORE, "store, slot", "queue, reservoir, generator of the user side", users());
  }

  /** Queue and generator of the item side. */
  public TopicSpec itemState() {
    return changelog(
        ITEM_STATE_STORE,
        "store, slot",
        "queue and generator of the item side",
        config.itemPartitions());
  }

  public TopicSpec snapshots() {
    return compacted(own("snapshots"), "model", "announcements of snapshots", 1);
  }

  /** What is ordered of every process: the model that is served, rebuilds under way. */
  public TopicSpec control() {
    return compacted(own("control"), "what is ordered", "orders to every process", 1);
  }

  /** Learners that send their changed rows, and where they are heard. */
  public TopicSpec presence() {
    return compacted(own("presence"), "instance", "learners that can be heard", 1);
  }

  /** What gates decided of versions. */
  public TopicSpec verdicts() {
    return log("verdicts", "model/version/instance", "what gates decided and why", 1, WEEK);
  }

  public TopicSpec metrics() {
    return log("metrics", "metric", "prequential quality and tuned scalars", 1, WEEK);
  }

  /** All of them, in the order in which data flows. */
  public List<TopicSpec> all() {
    return Stream.concat(
            Stream.of(events(), movedEvents(), interactions(), rejected(), items()),
            Stream.concat(
                ofModel().stream(),
                Stream.of(snapshots(), control(), presence(), verdicts(), metrics())))
        .toList();
  }

  /** Those that belong to the model alone. */
  public List<TopicSpec> ofModel() {
    return List.of(itemUpdates(), userRows(), itemRows(), userState(), itemState());
  }

  private int users() {
    return config.userPartitions();
  }

  private String own(String name) {
    return config.prefix() + "." + name;
  }

  private TopicSpec log(String name, String key, String about, int partitions, Duration retention) {
    Map<String, String> settings = base(TopicConfig.CLEANUP_POLICY_DELETE);
    settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
    return new TopicSpec(own(name), key, about, partitions, settings);
  }

  private TopicSpec changelog(String store, String key, String about, int partitions) {
    Map<String, String> settings = base(TopicConfig.CLEANUP_POLICY_COMPACT);
    settings.putAll(config.compaction().settings());
    String name = learnerApplicationId() + "-" + store + "-changelog";
    return new TopicSpec(name, key, about, partitions, settings);
  }

  private TopicSpec compacted(String name, String key, String about, int partitions) {
    return new TopicSpec(name, key, about, partitions, base(TopicConfig.CLEANUP_POLICY_COMPACT));
  }

  private Map<String, String> base(String cleanup) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup);
    settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    settings.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
    if (config.replicationFactor() >= SAFE_REPLICAS) {
      settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, SAFE_IN_SYNC);
    }
    return settings;
  }
}
