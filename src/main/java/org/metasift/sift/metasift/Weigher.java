package org.metasift.sift.metasift;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.metasift.compute.RandomStream;
import org.metasift.nn.LiveNetwork;

/**
 * V, the weight-assigning network: cost of a sample to its weight in (0, 1), higher = cleaner.
 * Layers 1 - 100 - 150 - 1 with ReLU between them and a sigmoid at the end, as in the reference;
 * trained by plain gradient descent. It owns its arrays and closes them.
 */
final class Weigher implements AutoCloseable {
  private static final int[] SIZES = {1, 100, 150, 1};
  private static final float SMALLEST_SUM = 1e-4f;

  private final NDManager manager;
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();

  private Weigher(NDManager manager) {
    this.manager = manager;
  }

  /** An untrained weigher, with PyTorch's default start: uniform in +-1/sqrt(inputs). */
  static Weigher untrained(NDManager parent, long seed) {
    final SplittableRandom random = RandomStream.WEIGHER_START.from(seed);
    final Map<String, float[]> start = new LinkedHashMap<>();
    for (int k = 1; k < SIZES.length; k++) {
      final double bound = 1 / Math.sqrt(SIZES[k - 1]);
      start.put("w" + k, draw(random, SIZES[k] * SIZES[k - 1], bound));
      start.put("b" + k, draw(random, SIZES[k], bound));
    }
    return of(parent, start);
  }

  /** A weigher with these weights: w1 (100, 1), b1 (100), w2 (150, 100), b2, w3 (1, 150), b3. */
  static Weigher of(NDManager parent, Map<String, float[]> weights) {
    final Weigher weigher = new Weigher(parent.newSubManager());
    for (int k = 1; k < SIZES.length; k++) {
      final Shape shape = new Shape(SIZES[k], SIZES[k - 1]);
      weigher.parameters.put("w" + k, weigher.manager.create(weights.get("w" + k), shape));
      weigher.parameters.put("b" + k, weigher.manager.create(weights.get("b" + k)));
    }
    return weigher;
  }

  private static float[] draw(SplittableRandom random, int count, double bound) {
    final float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return values;
  }

  /** The parameters as constants, owned by {@code step}. */
  Map<String, NDArray> constants(NDManager step) {
    final Map<String, NDArray> constants = new LinkedHashMap<>();
    parameters.forEach((name, array) -> constants.put(name, LiveNetwork.constant(array, step)));
    return constants;
  }

  /** The parameters as leaves that collect gradients, owned by {@code step}. */
  Map<String, NDArray> leaves(NDManager step) {
    final Map<String, NDArray> leaves = new LinkedHashMap<>();
    parameters.forEach((name, array) -> leaves.put(name, LiveNetwork.leaf(array, step)));
    return leaves;
  }

  /** V(c) in (0, 1) for costs c, (b) to (b), with these parameters. */
  static NDArray weigh(NDArray costs, Map<String, NDArray> v) {
    final NDArray first = Activation.relu(linear(costs.expandDims(1), v, 1));
    final NDArray second = Activation.relu(linear(first, v, 2));
    return Activation.sigmoid(linear(second, v, 3)).squeeze(1);
  }

  /** Weights divided by their sum, unless that is nearly nothing. */
  static NDArray normalize(NDArray weights) {
    final NDArray sum = weights.sum();
    return weights.div(NDArrays.where(sum.gte(SMALLEST_SUM), sum, sum.onesLike()));
  }

  /** Takes one step of gradient descent along the gradients these leaves collected. */
  void descend(Map<String, NDArray> leaves, double learningRate) {
    parameters.forEach(
        (name, array) -> {
          try (NDArray gradient = leaves.get(name).getGradient();
              NDArray move = gradient.mul(learningRate)) {
            array.subi(move);
          }
        });
  }

  /** V of plain numbers: one weight in (0, 1) for each cost. */
  float[] weigh(float[] costs) {
    try (NDManager scratch = manager.newSubManager()) {
      return weigh(scratch.create(costs), constants(scratch)).toFloatArray();
    }
  }

  private static NDArray linear(NDArray x, Map<String, NDArray> v, int layer) {
    return x.matMul(v.get("w" + layer).transpose()).add(v.get("b" + layer));
  }

  @Override
  public void close() {
    manager.close();
  }
}
