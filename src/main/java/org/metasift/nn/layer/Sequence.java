package org.metasift.nn.layer;

import java.util.List;
import java.util.stream.Stream;

/**
 * Layers one after another. In a pass that only judges, and where nothing moves, a batch
 * normalisation is folded into the convolution before it: exact up to rounding, and one pass over
 * the pixels less.
 */
public record Sequence(List<Layer> layers) implements Layer {
  public static Sequence of(Layer... layers) {
    return new Sequence(List.of(layers));
  }

  public Sequence butLast() {
    return new Sequence(layers.subList(0, layers.size() - 1));
  }

  public Layer last() {
    return layers.get(layers.size() - 1);
  }

  @Override
  public Stream<Slot> slots() {
    return layers.stream().flatMap(Layer::slots);
  }

  @Override
  public Dual forward(Dual x, Weights weights, Pass pass) {
    Dual current = x;
    for (int k = 0; k < layers.size(); k++) {
      final Dual next;
      if (pass.releases()
          && k + 1 < layers.size()
          && layers.get(k) instanceof Convolution convolution
          && layers.get(k + 1) instanceof BatchNormalization normalization
          && !current.moves()
          && !weights.move()) {
        next = convolution.normalized(current, normalization, weights);
        k++;
      } else {
        next = layers.get(k).forward(current, weights, pass);
      }
      pass.releaseBetween(x, current, next);
      current = next;
    }
    return current;
  }
}
