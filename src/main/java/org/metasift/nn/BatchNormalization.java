package org.metasift.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.BatchNorm;
import java.util.stream.Stream;

/**
 * Batch normalisation of (b, c, h, w) over b, h, w: y = γ x̂ + β with x̂ = (x - μ) / σ.
 *
 * <p>The tangent, with mean taken over (b, h, w) and μ, σ of the batch:
 *
 * <pre>ẏ = γ/σ (ẋ - mean(ẋ) - x̂ mean(x̂ ẋ)) + γ̇ x̂ + β̇</pre>
 *
 * In evaluation μ and σ are constants and the two means vanish. Running statistics follow PyTorch:
 * new = 0.9 old + 0.1 batch, ε = 1e-5.
 */
record BatchNormalization(String name, int channels) implements Layer {
  private static final float EPSILON = 1e-5f;
  // the engine's binding takes the share that is kept, PyTorch the share that is replaced (0.1)
  private static final float KEPT = 0.9f;

  @Override
  public Stream<Slot> slots() {
    return Stream.of(
        Slot.of(name + ".weight", Slot.Kind.ONES, channels),
        Slot.of(name + ".bias", Slot.Kind.ZEROS, channels),
        Slot.of(name + ".running_mean", Slot.Kind.MEAN, channels),
        Slot.of(name + ".running_var", Slot.Kind.VARIANCE, channels));
  }

  @Override
  public Dual forward(Dual x, Weights weights, Pass pass) {
    final Dual gamma = weights.parameter(name + ".weight");
    final Dual beta = weights.parameter(name + ".bias");
    final NDArray mean = weights.statistic(name + ".running_mean");
    final NDArray variance = weights.statistic(name + ".running_var");
    final NDManager manager = x.value().getManager();
    final boolean keep = pass.batchStatistics() && !pass.updateStatistics();
    final NDArray value =
        normalize(
            x.value(),
            keep ? manager.zeros(new Shape(channels)) : mean,
            keep ? manager.ones(new Shape(channels)) : variance,
            gamma.value(),
            beta.value(),
            pass.batchStatistics());
    if (!x.moves() && !gamma.moves() && !beta.moves()) {
      return Dual.still(value);
    }
    return new Dual(value, tangent(x, gamma, beta, mean, variance, pass));
  }

  private static NDArray normalize(
      NDArray x, NDArray mean, NDArray variance, NDArray gamma, NDArray beta, boolean training) {
    return BatchNorm.batchNorm(x, mean, variance, gamma, beta, 1, KEPT, EPSILON, training)
        .singletonOrThrow();
  }

  private NDArray tangent(
      Dual x, Dual gamma, Dual beta, NDArray runningMean, NDArray runningVariance, Pass pass) {
    final NDArray mean =
        pass.batchStatistics() ? mean(x.value()) : perChannel(runningMean); // (1, c, 1, 1)
    final NDArray centred = x.value().sub(mean);
    final NDArray variance =
        pass.batchStatistics() ? mean(centred.square()) : perChannel(runningVariance);
    final NDArray deviation = variance.add(EPSILON).sqrt(); // (1, c, 1, 1)
    final NDArray normal = centred.div(deviation); // x̂
    NDArray result = null;
    if (x.moves()) {
      final NDArray scale = perChannel(gamma.value()).div(deviation);
      NDArray moved = x.tangent();
      if (pass.batchStatistics()) {
        final NDArray along = mean(normal.mul(moved));
        moved = moved.sub(mean(moved)).sub(normal.mul(along));
      }
      result = moved.mul(scale);
    }
    if (gamma.moves()) {
      result = Dual.sum(result, normal.mul(perChannel(gamma.tangent())));
    }
    return beta.moves() ? Dual.sum(result, perChannel(beta.tangent())) : result;
  }

  private NDArray perChannel(NDArray c) {
    return c.reshape(1, channels, 1, 1);
  }

  private static NDArray mean(NDArray x) {
    final Shape shape = x.getShape();
    final long count = shape.get(0) * shape.get(2) * shape.get(3);
    return x.sum(new int[] {0, 2, 3}, true).div(count);
  }
}
