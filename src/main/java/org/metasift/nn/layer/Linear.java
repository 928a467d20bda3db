package org.metasift.nn.layer;

import ai.djl.ndarray.NDArray;
import java.util.stream.Stream;

/** A linear layer, y = x Wᵀ + b, (b, in) to (b, out): tangent ẋ Wᵀ + x Ẇᵀ + ḃ. */
public record Linear(String name, int in, int out) implements Layer {
  @Override
  public Stream<Slot> slots() {
    return Stream.of(
        Slot.random(name + ".weight", in, out, in), Slot.random(name + ".bias", in, out));
  }

  @Override
  public Dual forward(Dual x, Weights weights, Pass pass) {
    final Dual w = weights.parameter(name + ".weight");
    final Dual b = weights.parameter(name + ".bias");
    final NDArray value = x.value().matMul(w.value().transpose()).add(b.value());
    final NDArray fromInput = x.moves() ? x.tangent().matMul(w.value().transpose()) : null;
    final NDArray fromWeight = w.moves() ? x.value().matMul(w.tangent().transpose()) : null;
    final NDArray fromBias = b.moves() ? b.tangent() : null;
    return new Dual(value, Dual.sum(Dual.sum(fromInput, fromWeight), fromBias));
  }
}
