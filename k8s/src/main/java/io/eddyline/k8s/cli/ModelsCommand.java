package io.eddyline.k8s.cli;

import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.config.EffectiveConfig;
import io.eddyline.k8s.rebuild.ModelRemoval;
import io.eddyline.schemas.control.ControlLog;
import io.eddyline.schemas.control.ControlState;
import io.eddyline.schemas.record.Rebuild;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows and orders which model is served; removes models. */
@Command(
    name = "models",
    description = {
      "Shows which model is ordered to be served and which are rebuilt.",
      "Orders another one, or removes what a model has learnt."
    },
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
  private static final String BY_HAND = "by an operator";

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @ArgGroup private final Order order = new Order();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  /** At most one of them. */
  private static final class Order {
    @Option(
        names = "--activate",
        paramLabel = "NAME",
        description = "Have every serving process answer from this model.")
    private @Nullable String activate;

    @Option(
        names = "--reset",
        description = "Let every serving process answer from the model that it is configured with.")
    private boolean reset;

    @Option(
        names = "--remove",
        paramLabel = "NAME",
        description = "Remove the topics, the group and the rebuild of a model; not its snapshots.")
    private @Nullable String remove;
  }

  @Override
  public Integer call() {
    EffectiveConfig<EddylineConfig> effective = options.load();
    if (options.printed(spec, effective)) {
      return 0;
    }
    EddylineConfig config = effective.config();
    Map<String, Object> kafka = config.kafka().clientSettings(Servers.required(config));
    ControlLog control = new ControlLog(kafka, new TopicCatalogue(config.topics()));
    if (order.activate != null) {
      control.activate(order.activate, BY_HAND, System.currentTimeMillis());
    } else if (order.reset) {
      control.withdrawActive();
    } else if (order.remove != null) {
      ModelRemoval.remove(kafka, new TopicCatalogue(config.topics(), order.remove));
    }
    print(control.read());
    return 0;
  }

  private void print(ControlState state) {
    PrintWriter out = spec.commandLine().getOut();
    String active = state.activeModel();
    out.printf("served: %s%n", active == null ? "as each process is configured" : active);
    for (Rebuild rebuild : state.rebuilds()) {
      out.printf(
          "rebuilt: %s from %s, %s%n",
          rebuild.getModel(),
          rebuild.getFrom(),
          rebuild.getSwappedAtMs() == 0
              ? "not swapped in"
              : "swapped in at " + Instant.ofEpochMilli(rebuild.getSwappedAtMs()));
    }
    out.flush();
  }
}
