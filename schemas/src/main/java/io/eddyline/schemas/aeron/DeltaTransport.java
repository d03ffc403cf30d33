package io.eddyline.schemas.aeron;

/** Which way the delta stream goes. */
public enum DeltaTransport {
  /** Through shared memory, between those who use the same driver. */
  IPC,
  /** Over UDP: each learner sends to every process that asks at its control address. */
  UDP
}
