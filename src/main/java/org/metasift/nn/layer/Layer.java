package org.metasift.nn.layer;

import java.util.stream.Stream;

/** One layer: a pure function of its input and of the weights it declares, plain or dual. */
public interface Layer {
  /** The weights this layer needs, in PyTorch's order. */
  default Stream<Slot> slots() {
    return Stream.empty();
  }

  /**
   * Computes the output, and its tangent where the input or the weights move. Takes no gradient of
   * its own: whether a graph is recorded is up to the weights and the input.
   */
  Dual forward(Dual x, Weights weights, Pass pass);
}
