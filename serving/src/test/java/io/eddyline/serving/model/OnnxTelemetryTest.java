package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import io.eddyline.schemas.snapshot.OnnxEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The thread that would send is named after the one that makes the environment. */
class OnnxTelemetryTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void theRuntimeLeavesNoThreadBehind() throws Exception {
    OrtEnvironment environment = OnnxEnvironment.get(OrtEnvironment::getEnvironment);
    assertThat(environment.getVersion()).isNotEmpty();
    assertThat(threadNames()).isNotEmpty().noneMatch(name -> name.startsWith("onnx-environ"));
  }

  private static List<String> threadNames() throws IOException {
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks.map(OnnxTelemetryTest::name).toList();
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
