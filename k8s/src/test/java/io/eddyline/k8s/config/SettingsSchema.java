package io.eddyline.k8s.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.k8s.config.SettingNames.Named;
import io.eddyline.schemas.config.Setting;
import java.lang.reflect.RecordComponent;
import java.util.Set;

/**
 * The JSON schema of what may stand below {@code settings} in the chart's values. Stateless; any
 * thread.
 */
public final class SettingsSchema {
  /* They name files and addresses of the pod. */
  private static final Set<String> OF_THE_CHART =
      Set.of(
          "eddyline.data-dir",
          "eddyline.kafka.bootstrap-servers",
          "eddyline.snapshots.signing-key-file",
          "eddyline.snapshot-store.uri",
          "eddyline.snapshot-store.cache-dir",
          "eddyline.snapshot-store.s3.endpoint",
          "eddyline.snapshot-store.s3.region",
          "eddyline.snapshot-store.s3.path-style",
          "eddyline.serving.snapshots.trusted-key-files");

  /* A ConfigMap is no place for a secret. */
  private static final String SECRET = "password|jaas|secret|keystore\\.key|token";

  private SettingsSchema() {}

  /** The schema of a configuration record. */
  public static ObjectNode of(Class<? extends Record> root) {
    return record(ConfigLoader.ROOT, root);
  }

  private static ObjectNode record(String prefix, Class<?> type) {
    ObjectNode schema = typed("object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    for (RecordComponent component : type.getRecordComponents()) {
      String name = SettingNames.kebab(component.getName());
      String key = prefix + "." + name;
      Setting setting = component.getAnnotation(Setting.class);
      if (setting == null) {
        properties.set(name, record(key, component.getType()));
      } else if (!OF_THE_CHART.contains(key)) {
        properties.set(name, setting(new Named(key, component, setting)));
      }
    }
    return schema;
  }

  private static ObjectNode setting(Named named) {
    if (!named.isMap()) {
      return value(named.component().getType(), named.setting());
    }
    ObjectNode schema = typed("object");
    if (named.isMapOfRecords()) {
      schema.set("additionalProperties", record(named.key() + ".<name>", named.mapValueType()));
    } else {
      schema.set("additionalProperties", value(named.mapValueType(), named.setting()));
    }
    if (named.setting().secret()) {
      schema.putObject("propertyNames").putObject("not").put("pattern", SECRET);
    }
    return schema;
  }

  private static ObjectNode value(Class<?> type, Setting setting) {
    if (type == int.class || type == long.class) {
      return bounded(typed("integer"), setting);
    }
    if (type == float.class || type == double.class) {
      return bounded(typed("number"), setting);
    }
    if (type == boolean.class) {
      return typed("boolean");
    }
    ObjectNode schema = typed("string");
    if (type.isEnum()) {
      var allowed = schema.putArray("enum");
      SettingParser.constants(type).stream().map(SettingParser::label).forEach(allowed::add);
    }
    return schema;
  }

  private static ObjectNode bounded(ObjectNode schema, Setting setting) {
    putBound(schema, "minimum", setting.min());
    putBound(schema, "maximum", setting.max());
    return schema;
  }

  private static void putBound(ObjectNode schema, String name, double bound) {
    if (Double.isFinite(bound)) {
      if (bound == Math.rint(bound)) {
        schema.put(name, (long) bound);
      } else {
        schema.put(name, bound);
      }
    }
  }

  private static ObjectNode typed(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
