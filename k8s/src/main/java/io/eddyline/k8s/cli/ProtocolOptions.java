package io.eddyline.k8s.cli;

import io.eddyline.learner.evaluate.Protocol;
import io.eddyline.learner.evaluate.ValueWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say how an evaluation divides, weighs and tunes. */
final class ProtocolOptions {
  @Option(
      names = "--protocol",
      paramLabel = "PROTOCOL",
      converter = ProtocolConverter.class,
      description =
          "prequential (rank each event, then train it), leave-last-out (train all but each user's"
              + " last item, then rank that) or split (train FILEs, rank the items of --test);"
              + " prequential.")
  Protocol protocol = Protocol.PREQUENTIAL;

  @Option(
      names = "--passes",
      paramLabel = "N",
      description = "leave-last-out, split: how often the training is gone through; 1.")
  int passes = 1;

  @Option(names = "--test", paramLabel = "FILE", description = "split: what is ranked.")
  @Nullable Path test;

  @Option(
      names = "--weights",
      paramLabel = "RULE",
      converter = WeightsConverter.class,
      description =
          "none (every event counts 1), ratings (by the user's mean; far below it is negative"
              + " feedback) or quantities (1 + log10); none.")
  ValueWeights weights = ValueWeights.NONE;

  @Option(
      names = "--tune",
      description = "prequential: run the model's own grid of settings and report the best.")
  boolean tune;

  @Option(
      names = "--grid",
      paramLabel = "KEY=V1,V2,…",
      description = "prequential: run these values of a setting; may be repeated.")
  private Map<String, String> grid = new LinkedHashMap<>();

  @Option(
      names = "--cold-start",
      description =
          "dual-queue: rank each new item at its first event instead, with the attributes of"
              + " --items, with these shuffled between the items, and without.")
  boolean coldStart;

  /** Whether several settings are to be run. */
  boolean isTuning() {
    return tune || !grid.isEmpty();
  }

  /** Values by setting; empty for the model's own grid. */
  Map<String, List<String>> axes() {
    Map<String, List<String>> axes = new LinkedHashMap<>();
    grid.forEach((key, values) -> axes.put(key, List.of(values.split(",", -1))));
    return axes;
  }

  /**
   * What does not go together, in words; null if all does.
   *
   * @param seeds whether several were asked for
   * @param forgetting whether it was asked for
   */
  @Nullable String fault(boolean seeds, boolean forgetting) {
    List<String> faults = new ArrayList<>();
    if (protocol == Protocol.SPLIT && test == null) {
      faults.add("--protocol split needs --test FILE");
    }
    if (protocol != Protocol.SPLIT && test != null) {
      faults.add("--test is for --protocol split");
    }
    if (protocol == Protocol.PREQUENTIAL && passes != 1) {
      faults.add("--passes is for --protocol leave-last-out and split");
    }
    if (protocol != Protocol.PREQUENTIAL && isTuning()) {
      faults.add("--tune and --grid are for --protocol prequential");
    }
    if (isTuning() && (seeds || forgetting)) {
      faults.add("--tune and --grid run one seed, without --forgetting");
    }
    if (forgetting && protocol != Protocol.PREQUENTIAL) {
      faults.add("--forgetting is for --protocol prequential");
    }
    if (coldStart && (protocol != Protocol.PREQUENTIAL || seeds || forgetting || isTuning())) {
      faults.add("--cold-start takes the events in order, once: no protocol, grid or seeds");
    }
    return faults.isEmpty() ? null : faults.getFirst();
  }

  /** Accepts the names of the protocols. */
  static final class ProtocolConverter implements ITypeConverter<Protocol> {
    @Override
    public Protocol convert(String value) {
      return constant(value, Protocol.values());
    }
  }

  /** Accepts the names of the rules. */
  static final class WeightsConverter implements ITypeConverter<ValueWeights> {
    @Override
    public ValueWeights convert(String value) {
      return constant(value, ValueWeights.values());
    }
  }

  private static <E extends Enum<E>> E constant(String label, E[] constants) {
    List<String> labels = Arrays.stream(constants).map(ProtocolOptions::label).toList();
    int index = labels.indexOf(label);
    if (index < 0) {
      throw new TypeConversionException(
          "\"%s\": expected one of %s".formatted(label, String.join(", ", labels)));
    }
    return constants[index];
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
