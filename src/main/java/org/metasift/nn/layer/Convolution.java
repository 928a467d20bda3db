package org.metasift.nn.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.stream.Stream;

/** Convolution, (b, in, h, w) to (b, out, h', w'): tangent conv(ẋ, W) + conv(x, Ẇ) + ḃ. */
public record Convolution(
    String name, int in, int out, int kernel, int stride, int padding, boolean bias)
    implements Layer {
  @Override
  public Stream<Slot> slots() {
    final int fanIn = in * kernel * kernel;
    final Slot weight = Slot.random(name + ".weight", fanIn, out, in, kernel, kernel);
    return bias ? Stream.of(weight, Slot.random(name + ".bias", fanIn, out)) : Stream.of(weight);
  }

  @Override
  public Dual forward(Dual x, Weights weights, Pass pass) {
    final Dual w = weights.parameter(name + ".weight");
    final Dual b = bias ? weights.parameter(name + ".bias") : Dual.still(null);
    final NDArray fromInput = x.moves() ? convolve(x.tangent(), w.value(), null) : null;
    final NDArray fromWeight = w.moves() ? convolve(x.value(), w.tangent(), null) : null;
    final NDArray fromBias = b.moves() ? b.tangent().reshape(1, out, 1, 1) : null;
    return new Dual(
        convolve(x.value(), w.value(), b.value()),
        Dual.sum(Dual.sum(fromInput, fromWeight), fromBias));
  }

  /**
   * This convolution and the batch normalisation after it as one, in evaluation: with W' = s W and
   * b' = s b + t, where the normalisation is y = s x + t. Tangents are not carried.
   */
  Dual normalized(Dual x, BatchNormalization after, Weights weights) {
    final NDArray scale = after.scale(weights);
    final NDArray w = weights.parameter(name + ".weight").value().mul(scale.reshape(out, 1, 1, 1));
    final NDArray offset = after.offset(weights, scale);
    final NDArray own = bias ? weights.parameter(name + ".bias").value().mul(scale) : null;
    return Dual.still(convolve(x.value(), w, own == null ? offset : own.add(offset)));
  }

  private NDArray convolve(NDArray x, NDArray weight, NDArray offset) {
    return Conv2d.conv2d(
            x,
            weight,
            offset,
            new Shape(stride, stride),
            new Shape(padding, padding),
            new Shape(1, 1),
            1)
        .singletonOrThrow();
  }
}
