package org.metasift.defense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.nn.Golden;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Parameters;
import org.metasift.nn.SmallVgg16;
import org.metasift.nn.device.DeviceImages;
import org.metasift.nn.layer.CrossEntropy;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;
import org.metasift.nn.layer.Weights;

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
      final Hypergradient.Inner inner =
          (p, r, leaves, first) ->
              p.mul(Dual.number(p, a)).sub(leaves.getOrDefault("theta", theta)).mul(r).sum();
      final ToDoubleFunction<Hypergradient> derivative =
          how -> {
            final NDArray total =
                how.total(
                    root,
                    inner,
                    root.create(new float[] {2.5f}),
                    root.create(new float[] {c}),
                    root.zeros(new Shape(1)),
                    Parameters.of("theta", theta));
            return total.getFloat();
          };
      assertThat(derivative.applyAsDouble(new Hypergradient(200, eta, 0)))
          .isCloseTo(c / a, within(1e-4));
      assertThat(derivative.applyAsDouble(new Hypergradient(3, eta, 0)))
          .isCloseTo(c * eta * (1 + 0.8 + 0.64), within(1e-5));
      // early ends: 5 and 5 - 10 ηa for 1 + 0.98 + ... + 0.98⁴
      assertThat(derivative.applyAsDouble(new Hypergradient(5, 0.01, 0.3)))
          .isCloseTo(c * 0.01 * 5, within(1e-6));
      assertThat(derivative.applyAsDouble(new Hypergradient(5, 0.01, 0.01)))
          .isCloseTo(c * 0.01 * (5 - 10 * 0.02), within(1e-6))
          .isNotCloseTo(c * 0.01 * (1 - Math.pow(0.98, 5)) / 0.02, within(2e-5));
    }
  }

  @Test
  void anOuterLossThatDoesNotDependOnThePerturbationNeedsNoPass() {
    try (NDManager root = Compute.open()) {
      final NDArray direct = root.create(new float[] {7});
      final Hypergradient.Inner never =
          (p, r, leaves, first) -> {
            throw new AssertionError("a pass was made");
          };
      assertThat(
              new Hypergradient(5, 0.1, 0.02)
                  .total(
                      root,
                      never,
                      root.create(new float[] {2}),
                      root.zeros(new Shape(1)),
                      direct,
                      Parameters.of("theta", direct)))
          .isEqualTo(direct);
    }
  }

  @Test
  void vggAgreesWithDoubleBackward() {
    assertThat(differenceFromDoubleBackward(0, 5).ofImplicit()).isLessThan(1e-4);
  }

  @Test
  void anEarlyEndCostsAboutItsToleranceAtMost() {
    assertThat(differenceFromDoubleBackward(0.2, 2).ofTotal()).isBetween(1e-4, 0.2);
    assertThat(differenceFromDoubleBackward(0.05, 3).ofTotal()).isBetween(1e-4, 0.06);
  }

  /** As shares of the implicit part, which is all that a tolerance can change, and of the whole. */
  private record Difference(double ofImplicit, double ofTotal) {}

  private static Difference differenceFromDoubleBackward(double tolerance, int passes) {
    final AtomicInteger taken = new AtomicInteger();
    try (NDManager root = Compute.open();
        DeviceImages images = DeviceImages.open(Golden.batch(), root);
        LiveNetwork live = LiveNetwork.open(Golden.untrained(new SmallVgg16(3, 43), 11), root);
        NDManager step = live.manager().newSubManager()) {
      final Map<String, NDArray> golden = Golden.read(root, "hypergradient.npz");
      final NDArray p = golden.get("p");
      final int[] all = IntStream.range(0, 8).toArray();
      final int[] half = IntStream.range(0, 4).toArray();
      final NDArray marked = step.zeros(new Shape(8, 1, 1, 1));
      marked.set(new NDIndex("0:2"), 1);

      final Weights outer = live.leaves(step);
      final NDArray leaf = LiveNetwork.leaf(p, step);
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        final NDArray x = images.batch(step, all).add(leaf.mul(marked));
        final NDArray scores =
            live.forward(Dual.still(x), outer, Pass.shadow().withoutDropout()).value();
        gradients.backward(CrossEntropy.costs(scores, images.labels(step, all)).mean());
      }
      final NDArray direct = live.parameters().gradient(outer.values(), step);
      final Purification work =
          new Purification(
              IBau.Settings.paper(),
              live,
              images,
              List.of(half),
              new SplittableRandom(0),
              Progress.of("test", 1));
      final Hypergradient.Inner inside = work.inner(step, Pass.shadow().withoutDropout());
      final Hypergradient.Inner inner =
          (q, r, theta, first) -> {
            taken.incrementAndGet();
            return inside.tangent(q, r, theta, first);
          };
      final int arrays = step.getManagedArrays().size();
      final NDArray total =
          new Hypergradient(5, 0.1, tolerance)
              .total(step, inner, p, leaf.getGradient(), direct, live.parameters());
      // of a pass stay what it found, sums and norms; the tangents of its layers do not
      assertThat(step.getManagedArrays().size() - arrays).isLessThan(12 * passes + 10);

      long from = 0;
      double difference = 0;
      double implicit = 0;
      double whole = 0;
      for (final String name : live.parameters().byName().keySet()) {
        final NDArray expected = golden.get("every37th." + name);
        final long end = from + live.parameters().byName().get(name).size();
        final NDArray actual = total.get("{}:{}:37", from, end).reshape(expected.getShape());
        from = end;
        difference += Math.pow(actual.sub(expected).norm().getFloat(), 2) * 37;
        whole += Math.pow(expected.norm().getFloat(), 2) * 37;
        implicit += Math.pow(golden.get("implicit." + name).getFloat(), 2);
      }
      final Difference relative =
          new Difference(Math.sqrt(difference / implicit), Math.sqrt(difference / whole));
      System.out.printf("hypergradient, tolerance %s: %s%n", tolerance, relative);
      assertThat(taken).hasValue(passes);
      return relative;
    }
  }
}
