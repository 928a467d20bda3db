package org.metasift.nn.layer;

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
public record BatchNormalization(String name, int channels) implements Layer {
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

  /** s = γ / σ, (c), with the running variance: in evaluation y = s x + t. */
  NDArray scale(Weights weights) {
    return weights
        .parameter(name + ".weight")
        .value()
        .div(weights.statistic(name + ".running_var").add(EPSILON).sqrt());
  }

  /** t = β - μ s, (c), with the running mean. */
  NDArray offset(Weights weights, NDArray scale) {
    return weights
        .parameter(name + ".bias")
        .value()
        .sub(weights.statistic(name + ".running_mean").mul(scale));
  }

  private static NDArray normalize(
      NDArray x, NDArray mean, NDArray variance, NDArray gamma, NDArray beta, boolean training) {
    return BatchNorm.batchNorm(x, mean, variance, gamma, beta, 1, KEPT, EPSILON, training)
        .singletonOrThrow();
  }

  /**
   * The tangent as ẏ = A ẋ + B x + C with one number a channel each, so that every pass over the
   * pixels is a plain multiplication: with s = 1/σ and m = mean(x̂ ẋ)
   *
   * <pre>A = γ s,  B = γ̇ s - γ s² m,  C = β̇ - A mean(ẋ) - B μ</pre>
   */
  private NDArray tangent(
      Dual x, Dual gamma, Dual beta, NDArray runningMean, NDArray runningVariance, Pass pass) {
    // a constant shift keeps E[x²] - E[x]² exact when the mean is far from zero
    final NDArray shift =
        pass.batchStatistics()
            ? mean(x.value().stopGradient())
            : perChannel(runningMean.stopGradient());
    final NDArray shifted = x.value().sub(shift);
    final NDArray mean = pass.batchStatistics() ? mean(shifted) : null; // of the shifted x
    final NDArray variance =
        pass.batchStatistics()
            ? mean(shifted.square()).sub(mean.square())
            : perChannel(runningVariance);
    final NDArray scale = Dual.number(x.value(), 1).div(variance.add(EPSILON).sqrt()); // s
    NDArray a = null;
    NDArray b = null;
    NDArray c = beta.moves() ? perChannel(beta.tangent()) : null;
    if (x.moves()) {
      a = perChannel(gamma.value()).mul(scale);
      if (pass.batchStatistics()) {
        final NDArray meanTangent = mean(x.tangent());
        final NDArray along =
            mean(shifted.mul(x.tangent())).sub(mean.mul(meanTangent)).mul(scale); // m
        b = a.mul(scale).mul(along).neg();
        c = Dual.sum(c, a.mul(meanTangent).neg());
      }
    }
    if (gamma.moves()) {
      b = Dual.sum(b, perChannel(gamma.tangent()).mul(scale));
    }
    if (b != null && mean != null) {
      c = Dual.sum(c, b.mul(mean).neg());
    }
    final NDArray fromInput = a == null ? null : x.tangent().mul(a);
    final NDArray fromNormal = b == null ? null : shifted.mul(b);
    return Dual.sum(Dual.sum(fromInput, fromNormal), c);
  }

  private NDArray perChannel(NDArray c) {
    return c.reshape(1, channels, 1, 1);
  }

  private static NDArray mean(NDArray x) {
    final Shape shape = x.getShape();
    final long count = shape.get(0) * shape.get(2) * shape.get(3);
    return x.sum(new int[] {0, 2, 3}, true).mul(Dual.number(x, 1.0 / count));
  }
}
