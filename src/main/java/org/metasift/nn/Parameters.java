package org.metasift.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.metasift.nn.file.Tensor;

/**
 * Named arrays that lie one behind the other in a single one, so that an optimizer moves all of
 * them with a dozen operations instead of a dozen each: a small network has 62, and each operation
 * costs the same few microseconds however small its array.
 */
public final class Parameters {
  private final NDArray whole;
  private final Map<String, NDArray> parts;

  private Parameters(NDArray whole, Map<String, NDArray> parts) {
    this.whole = whole;
    this.parts = Collections.unmodifiableMap(parts);
  }

  /** A single array, which is the whole. */
  public static Parameters of(String name, NDArray only) {
    return new Parameters(only, Map.of(name, only));
  }

  /** Copies tensors, one at least, to the device, into memory that {@code manager} owns. */
  static Parameters of(NDManager manager, Map<String, Tensor> tensors) {
    final long size = tensors.values().stream().mapToLong(tensor -> tensor.values().length).sum();
    final FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(size));
    tensors.values().forEach(tensor -> values.put(tensor.values()));
    final NDArray whole = manager.create(values.array());
    final Map<String, NDArray> parts = new LinkedHashMap<>();
    long from = 0;
    for (final Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      final long end = from + entry.getValue().values().length;
      try (NDArray flat = whole.get("{}:{}", from, end)) {
        parts.put(entry.getKey(), flat.reshape(new Shape(entry.getValue().shape())));
      }
      from = end;
    }
    return new Parameters(whole, parts);
  }

  /** The arrays by name, in order; who changes one in place changes the whole. */
  public Map<String, NDArray> byName() {
    return parts;
  }

  NDArray whole() {
    return whole;
  }

  /**
   * The gradients that leaves of these names and shapes collected, one behind the other as here,
   * owned by {@code scratch}.
   */
  public NDArray gradient(Map<String, NDArray> leaves, NDManager scratch) {
    try (NDManager inside = scratch.newSubManager()) {
      final NDList rows = new NDList(parts.size());
      for (final String name : parts.keySet()) {
        final NDArray gradient = leaves.get(name).getGradient();
        gradient.attach(inside);
        rows.add(gradient.reshape(-1));
      }
      final NDArray joined = NDArrays.concat(rows).reshape(whole.getShape());
      joined.attach(scratch);
      return joined;
    }
  }
}
