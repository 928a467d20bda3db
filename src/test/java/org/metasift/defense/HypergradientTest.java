package org.metasift.defense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.data.DeviceImages;
import org.metasift.nn.CrossEntropy;
import org.metasift.nn.Dual;
import org.metasift.nn.Golden;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.Pass;
import org.metasift.nn.SmallVgg16;
import org.metasift.nn.Weights;
import org.metasift.run.Compute;

/** The hypergradient against a closed form and against PyTorch's double backward. */
class HypergradientTest {
  /**
   * f(p, θ) = ½ a p² - p θ has p* = θ / a; with L(p) = c p the exact derivative is dL/dθ = c / a,
   * and K iterations give c η Σ_{k<K} (1 - η a)^k.
   */
  @Test
  void quadraticHasItsClosedForm() {
    final float a = 2;
    final float c = 3;
    final double eta = 0.1;
    try (NDManager root = Compute.open()) {
      final NDArray theta = root.create(new float[] {5});
      theta.setRequiresGradient(true);
      final Hypergradient.Inner inner =
          (p, v, mixed, first) -> p.mul(a).sub(mixed ? theta : theta.stopGradient()).mul(v).sum();
      final Map<String, NDArray> total =
          new Hypergradient(200, eta, 0)
              .total(
                  root,
                  inner,
                  root.create(new float[] {2.5f}),
                  root.create(new float[] {c}),
                  Map.of("theta", root.zeros(new Shape(1))),
                  Map.of("theta", theta));
      assertThat(total.get("theta").getFloat()).isCloseTo(c / a, within(1e-4f));
      theta.getGradient().subi(theta.getGradient());
      final Map<String, NDArray> early =
          new Hypergradient(3, eta, 0)
              .total(
                  root,
                  inner,
                  root.create(new float[] {2.5f}),
                  root.create(new float[] {c}),
                  Map.of("theta", root.zeros(new Shape(1))),
                  Map.of("theta", theta));
      final double expected = c * eta * (1 + 0.8 + 0.64);
      assertThat((double) early.get("theta").getFloat()).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void vggAgreesWithDoubleBackward() {
    try (NDManager root = Compute.open();
        DeviceImages images = DeviceImages.open(Golden.batch(), root);
        LiveNetwork live = LiveNetwork.open(Network.untrained(new SmallVgg16(3, 43), 11), root);
        NDManager step = live.manager().newSubManager()) {
      final Map<String, NDArray> golden = Golden.read(root, "hypergradient.npz");
      final float[] start = Golden.uniform(new SplittableRandom(13), 3072, 0.1);
      final NDArray p = root.create(start, new Shape(1, 3, 32, 32));
      final int[] all = IntStream.range(0, 64).toArray();
      final int[] half = IntStream.range(0, 32).toArray();
      final NDArray marked = step.zeros(new Shape(64, 1, 1, 1));
      marked.set(new NDIndex("0:2"), 1);

      final Weights outer = live.leaves(step);
      final NDArray leaf = LiveNetwork.leaf(p, step);
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        final NDArray x = images.batch(step, all).add(leaf.mul(marked));
        final NDArray scores =
            live.forward(Dual.still(x), outer, Pass.shadow().withoutDropout()).value();
        gradients.backward(CrossEntropy.costs(scores, images.labels(step, all)).mean());
      }
      final Map<String, NDArray> direct = new LinkedHashMap<>();
      outer.values().forEach((name, array) -> direct.put(name, array.getGradient()));
      final Weights mixed = live.leaves(step);
      final NDArray x = images.batch(step, half);
      final NDArray labels = images.labels(step, half);
      final Hypergradient.Inner inner =
          (q, v, byTheta, first) -> {
            final Dual scores =
                live.forward(
                    new Dual(q.add(x), v),
                    byTheta ? mixed : live.constants(q.getManager()),
                    Pass.shadow().withoutDropout());
            return q.mul(v)
                .sum()
                .mul(0.002)
                .sub(CrossEntropy.costs(scores, labels).tangent().mean());
          };
      final Map<String, NDArray> total =
          new Hypergradient(5, 0.1, 1e-10)
              .total(step, inner, p, leaf.getGradient(), direct, mixed.values());

      double difference = 0;
      double implicit = 0;
      for (final String name : live.parameters().keySet()) {
        final NDArray expected = golden.get("every37th." + name);
        final NDArray actual = total.get(name).flatten().get("::37").reshape(expected.getShape());
        difference += Math.pow(actual.sub(expected).norm().getFloat(), 2) * 37;
        implicit += Math.pow(golden.get("implicit." + name).getFloat(), 2);
      }
      final double relative = Math.sqrt(difference / implicit);
      System.out.printf("hypergradient: difference / implicit part %.2e%n", relative);
      assertThat(relative).isLessThan(1e-4);
    }
  }
}
