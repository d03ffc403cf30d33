package io.eddyline.learner.evaluate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.learner.health.DriftSettings;
import io.eddyline.learner.health.HealthSettings;
import io.eddyline.learner.stream.LearnerConfig;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.config.Setting;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every settings record holds its values to the bounds that its own annotations name. */
final class SettingBoundsTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        LearnerSettings.class,
        LearnerConfig.class,
        DriftSettings.class,
        HealthSettings.class,
        BprSettings.class,
        DecayedPopularitySettings.class,
        IalsSettings.class,
        IsgdSettings.class,
        ItemKnnSettings.class,
        SoftmaxSettings.class
      })
  void refusesWhatIsBeyondABoundByTheNameOfTheSetting(Class<? extends Record> type) {
    Map<String, String> beyond = new LinkedHashMap<>();
    collect(type, "", beyond);
    assertThat(beyond).isNotEmpty();
    beyond.forEach(
        (keyAndBound, value) -> {
          String key = keyAndBound.substring(0, keyAndBound.indexOf(' '));
          assertThatThrownBy(() -> RecordSettings.bind(type, Map.of(key, value)))
              .as("%s = %s", key, value)
              .isInstanceOf(IllegalArgumentException.class)
              .message()
              .matches("([a-z-]+\\.)*" + key + " .*: expected .*");
        });
  }

  private static void collect(Class<?> type, String group, Map<String, String> beyond) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      Class<?> valueType = component.getType();
      Setting setting = component.getAnnotation(Setting.class);
      if (valueType.isRecord()) {
        collect(valueType, group + name + ".", beyond);
      } else if (valueType == int.class || valueType == long.class || valueType == double.class) {
        if (Double.isFinite(setting.min())) {
          beyond.put(group + name + " min", text(setting.min(), -1, valueType));
        }
        if (Double.isFinite(setting.max())) {
          beyond.put(group + name + " max", text(setting.max(), 1, valueType));
        }
        if (valueType == double.class) {
          beyond.put(group + name + " finite", "NaN");
        }
      }
    }
  }

  private static String text(double bound, int sign, Class<?> valueType) {
    if (valueType == double.class) {
      return String.valueOf(bound + sign * Math.max(1e-6, 1e-6 * Math.abs(bound)));
    }
    return String.valueOf((long) bound + sign * Math.max(1, (long) (1e-3 * Math.abs(bound))));
  }
}
