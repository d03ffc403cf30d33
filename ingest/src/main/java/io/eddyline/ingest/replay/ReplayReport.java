package io.eddyline.ingest.replay;

/**
 * How a replay went.
 *
 * @param acceptedEvents acknowledged
 * @param refusedEvents answered with a reason and quarantined
 * @param retries calls that were repeated because the receiver was busy or away
 */
public record ReplayReport(
    long acceptedEvents, long refusedEvents, long titles, long retries, long elapsedMs) {

  /** Accepted events a second. */
  public double eventsPerSecond() {
    return elapsedMs == 0 ? 0 : acceptedEvents * 1000.0 / elapsedMs;
  }
}
