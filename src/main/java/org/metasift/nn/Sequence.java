package org.metasift.nn;

import java.util.List;
import java.util.stream.Stream;

/** Layers one after another. */
record Sequence(List<Layer> layers) implements Layer {
  static Sequence of(Layer... layers) {
    return new Sequence(List.of(layers));
  }

  @Override
  public Stream<Slot> slots() {
    return layers.stream().flatMap(Layer::slots);
  }

  @Override
  public Dual forward(Dual x, Weights weights, Pass pass) {
    Dual current = x;
    for (final Layer layer : layers) {
      final Dual next = layer.forward(current, weights, pass);
      pass.releaseBetween(x, current, next);
      current = next;
    }
    return current;
  }
}
