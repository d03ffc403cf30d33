package io.eddyline.k8s.config;

import java.util.List;
import java.util.Map;

/**
 * A bound configuration and what it was made of.
 *
 * @param config the root record
 * @param values effective value of every setting in declaration order, secrets masked
 */
public record EffectiveConfig<R>(R config, Map<String, String> values) {
  /** The values as YAML that {@code --config} reads. */
  public String toYaml() {
    StringBuilder yaml = new StringBuilder();
    List<String> open = List.of();
    for (Map.Entry<String, String> value : values.entrySet()) {
      List<String> path = List.of(value.getKey().split("\\."));
      int shared = 0;
      while (shared < Math.min(open.size(), path.size() - 1)
          && open.get(shared).equals(path.get(shared))) {
        shared++;
      }
      for (int depth = shared; depth < path.size() - 1; depth++) {
        yaml.append("  ".repeat(depth)).append(path.get(depth)).append(":\n");
      }
      yaml.append("  ".repeat(path.size() - 1))
          .append(path.getLast())
          .append(": ")
          .append(quoted(value.getValue()))
          .append('\n');
      open = path.subList(0, path.size() - 1);
    }
    return yaml.toString();
  }

  private static String quoted(String value) {
    return value.matches("[A-Za-z0-9._/-]+")
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
