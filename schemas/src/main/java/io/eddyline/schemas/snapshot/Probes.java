package io.eddyline.schemas.snapshot;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.util.List;

/**
 * Queries with the answers that the learner's reference arithmetic gives, in row numbers. The bias
 * of every probe is the popularity prior alone; availability plays no part.
 *
 * @param probes empty when the snapshot has no items
 */
public record Probes(List<Probe> probes) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One query and its answer.
   *
   * @param userRow row of users.f32; 0 is the unknown user
   * @param historyRows item rows, newest first, at most the history's length
   * @param excludedRows item rows that must not be answered
   * @param itemRows the best items, best first, as many as there are answers; ties may swap
   * @param scores their scores
   */
  public record Probe(
      int userRow,
      List<Integer> historyRows,
      List<Integer> excludedRows,
      List<Integer> itemRows,
      List<Float> scores) {}

  public byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (IOException e) {
      throw new IllegalStateException("probes are plain data", e);
    }
  }

  /**
   * Reads probes.
   *
   * @throws FormatException if they are not readable
   */
  public static Probes fromJson(byte[] json) {
    try {
      Probes probes = JSON.readValue(json, Probes.class);
      if (probes == null || probes.probes == null) {
        throw new FormatException("probes are missing");
      }
      return probes;
    } catch (IOException e) {
      throw new FormatException("probes are not readable: " + e.getMessage(), e);
    }
  }
}
