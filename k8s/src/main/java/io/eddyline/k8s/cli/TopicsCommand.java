package io.eddyline.k8s.cli;

import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.config.EffectiveConfig;
import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows or creates the topics. */
@Command(
    name = "topics",
    description = "Compares the cluster's topics with what Eddyline needs; --apply creates them.",
    mixinStandardHelpOptions = true)
final class TopicsCommand implements Callable<Integer> {
  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(names = "--apply", description = "Create what is missing.")
  private boolean apply;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public Integer call() {
    EffectiveConfig<EddylineConfig> effective = options.load();
    if (options.printed(spec, effective)) {
      return 0;
    }
    EddylineConfig config = effective.config();
    List<TopicAdmin.Status> statuses;
    try (Admin admin = Admin.create(config.kafka().clientSettings(Servers.required(config)))) {
      TopicAdmin topics =
          new TopicAdmin(admin, new TopicCatalogue(config.topics(), config.model()));
      statuses = apply ? topics.apply() : topics.compare();
    }
    PrintWriter out = spec.commandLine().getOut();
    for (TopicAdmin.Status status : statuses) {
      out.printf(
          "%-52s %3d partitions  %-9s %s%n",
          status.spec().name(),
          status.spec().partitions(),
          status.state().name().toLowerCase(Locale.ROOT),
          status.detail().isEmpty() ? status.spec().about() : status.detail());
    }
    out.flush();
    return statuses.stream().allMatch(status -> status.state() == TopicAdmin.State.PRESENT) ? 0 : 1;
  }
}
