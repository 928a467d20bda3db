package org.metasift.nn.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;

/** A linear layer without weights: it treats value and tangent alike. */
public record Reshaping(UnaryOperator<NDArray> function) implements Layer {
  /** Channels that may stay together in memory come in multiples of this. */
  public static final int TOGETHER = 16;

  /** (b, c, h, w) to (b, c·h·w). */
  public static Reshaping flatten() {
    return new Reshaping(x -> x.reshape(x.getShape().get(0), -1));
  }

  /**
   * The same values, plane after plane in memory. The engine's convolutions crash, or write beyond
   * their memory, where the channels stay together and are not a multiple of {@link #TOGETHER}
   * (PyTorch 2.7.1 on a CPU, gradients by the weights, batches that the threads cannot share
   * evenly).
   */
  public static Reshaping planar() {
    return new Reshaping(x -> x.reshape(x.getShape().get(0), -1).reshape(x.getShape()));
  }

  /** The mean over the pixels, (b, c, h, w) to (b, c). */
  public static Reshaping globalAverage() {
    return new Reshaping(x -> x.mean(new int[] {3}).mean(new int[] {2}));
  }

  /** Each pixel four times, (b, c, h, w) to (b, c, 2h, 2w). */
  public static Reshaping doubled() {
    return new Reshaping(
        x -> {
          final Shape s = x.getShape();
          return x.reshape(s.get(0), s.get(1), s.get(2), 1, s.get(3), 1)
              .broadcast(new Shape(s.get(0), s.get(1), s.get(2), 2, s.get(3), 2))
              .reshape(s.get(0), s.get(1), 2 * s.get(2), 2 * s.get(3));
        });
  }

  @Override
  public Dual forward(Dual x, Weights weights, Pass pass) {
    return new Dual(function.apply(x.value()), x.moves() ? function.apply(x.tangent()) : null);
  }
}
