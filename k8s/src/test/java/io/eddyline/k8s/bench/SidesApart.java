package io.eddyline.k8s.bench;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.assignment.ApplicationState;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment;
import org.apache.kafka.streams.processor.assignment.KafkaStreamsAssignment.AssignedTask;
import org.apache.kafka.streams.processor.assignment.ProcessId;
import org.apache.kafka.streams.processor.assignment.TaskAssignor;

/**
 * Gives each process the tasks of one side, as if the two sides were applications of their own:
 * {@code --setting eddyline.kafka.properties.task.assignor.class=io.eddyline.k8s.bench.SidesApart}.
 *
 * <p>Sides and processes are taken in order of their numbers; one process has both.
 */
public final class SidesApart implements TaskAssignor {
  @Override
  public TaskAssignment assign(ApplicationState application) {
    TreeMap<ProcessId, Set<AssignedTask>> tasks = new TreeMap<>();
    application.kafkaStreamsStates(false).keySet().forEach(id -> tasks.put(id, new HashSet<>()));
    List<Set<AssignedTask>> processes = List.copyOf(tasks.values());
    for (TaskId task : application.allTasks().keySet()) {
      processes
          .get(task.subtopology() % processes.size())
          .add(new AssignedTask(task, AssignedTask.Type.ACTIVE));
    }
    return new TaskAssignment(
        tasks.entrySet().stream()
            .map(process -> KafkaStreamsAssignment.of(process.getKey(), process.getValue()))
            .toList());
  }
}
