package io.eddyline.k8s.bench;

import io.eddyline.k8s.cluster.JvmProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Processor time that processes have used, by their name. */
record CpuTimes(Map<String, Duration> used) {
  /** As of now. */
  static CpuTimes of(Map<String, JvmProcess> processes) {
    Map<String, Duration> used = new LinkedHashMap<>();
    processes.forEach((name, process) -> used.put(name, of(process.pid())));
    return new CpuTimes(used);
  }

  private static Duration of(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  /** Microseconds an event that a process has used since the other reading. */
  double microsAnEvent(CpuTimes before, String name, long events) {
    Duration now = used.getOrDefault(name, Duration.ZERO);
    return now.minus(before.used.getOrDefault(name, Duration.ZERO)).toNanos() / 1e3 / events;
  }

  /** The same of all processes together. */
  double microsAnEvent(CpuTimes before, long events) {
    return used.keySet().stream().mapToDouble(name -> microsAnEvent(before, name, events)).sum();
  }
}
