package io.eddyline.k8s.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A bound configuration and what it was made of.
 *
 * @param config the root record
 * @param values effective value of every setting in declaration order, secrets masked
 */
public record EffectiveConfig<R>(R config, Map<String, String> values) {
  /** What is shown in place of a secret. */
  static final String MASK = "********";

  /** What YAML takes for the same text without quotes; booleans are text to the loader. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?!(?:y|n|yes|no|on|off|null)$)[a-z][a-z0-9_./-]*"
              + "|0|[1-9][0-9]*(?:ms|s|m|h|d)?|0\\.[0-9]+|[0-9]+(?:\\.[0-9]+){3}");

  /** The values as YAML that {@code --config} reads. */
  public String toYaml() {
    StringBuilder yaml = new StringBuilder();
    List<String> open = List.of();
    for (Map.Entry<String, String> value : values.entrySet()) {
      List<String> path = KeyPath.parts(value.getKey());
      int last = path.size() - 1;
      int depth = 0;
      while (depth < Math.min(open.size(), last) && open.get(depth).equals(path.get(depth))) {
        depth++;
      }
      for (; depth < last; depth++) {
        indent(yaml, depth, path.get(depth)).append(":\n");
      }
      indent(yaml, last, path.get(last)).append(": ").append(scalar(value.getValue())).append('\n');
      open = path.subList(0, last);
    }
    return yaml.toString();
  }

  private static StringBuilder indent(StringBuilder yaml, int depth, String name) {
    return yaml.append("  ".repeat(depth)).append(scalar(name));
  }

  private static String scalar(String text) {
    if (PLAIN.matcher(text).matches()) {
      return text;
    }
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }
}
