package io.eddyline.serving.model;

/**
 * Whether ONNX Runtime makes a copy of a version's tables in the layout that its matrix products
 * like best.
 */
public enum Prepacking {
  /** A copy for small catalogues, the mapped files themselves for large ones. */
  AUTO,
  /** Always a copy: faster products, slower loads, twice the memory. */
  ON,
  /** Never a copy. */
  OFF
}
