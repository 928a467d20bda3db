package org.metasift.nn.layer;

import java.util.stream.Stream;

/** A residual block: relu(main(x) + shortcut(x)); an empty shortcut passes x on. */
public record Residual(Sequence main, Sequence shortcut) implements Layer {
  @Override
  public Stream<Slot> slots() {
    return Stream.concat(main.slots(), shortcut.slots());
  }

  @Override
  public Dual forward(Dual x, Weights weights, Pass pass) {
    final Dual left = main.forward(x, weights, pass);
    final Dual right = shortcut.forward(x, weights, pass);
    final Dual sum = left.plus(right);
    final Dual out = new Relu().forward(sum, weights, pass);
    if (pass.releases()) {
      left.release();
      sum.release();
      if (!shortcut.layers().isEmpty()) {
        right.release();
      }
    }
    return out;
  }
}
