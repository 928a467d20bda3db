package org.metasift.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;
import org.metasift.nn.file.Tensor;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Weights;

/** Named parts of one array, the gradients that they collect, and weights made of them. */
class ParametersTest {
  private static Parameters two(NDManager manager) {
    final Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a", new Tensor(new long[] {2, 2}, new float[] {1, 2, 3, 4}));
    tensors.put("b", new Tensor(new long[] {3}, new float[] {5, 6, 7}));
    return Parameters.of(manager, tensors);
  }

  @Test
  void partsShareTheMemoryOfTheWhole() {
    try (NDManager root = Compute.open()) {
      final Parameters parameters = two(root);
      assertThat(parameters.byName().keySet()).containsExactly("a", "b");
      assertThat(parameters.byName().get("a").getShape()).isEqualTo(new Shape(2, 2));
      assertThat(parameters.whole().toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6, 7);
      parameters.byName().get("b").muli(10);
      parameters.whole().addi(1);
      assertThat(parameters.byName().get("a").toFloatArray()).containsExactly(2, 3, 4, 5);
      assertThat(parameters.byName().get("b").toFloatArray()).containsExactly(51, 61, 71);
      assertThat(root.getManagedArrays()).hasSize(3);
    }
  }

  @Test
  void gradientsStandOneBehindTheOtherAndBelongToWhoAskedForThem() {
    try (NDManager root = Compute.open();
        NDManager step = root.newSubManager()) {
      final Parameters parameters = two(root);
      final NDArray a = LiveNetwork.leaf(parameters.byName().get("a"), step);
      final NDArray b = LiveNetwork.leaf(parameters.byName().get("b"), step);
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        gradients.backward(a.square().sum().add(b.sum()));
      }
      final int before = step.getManagedArrays().size();
      final NDArray gradient = parameters.gradient(Map.of("b", b, "a", a), step);
      assertThat(gradient.toFloatArray()).containsExactly(2, 4, 6, 8, 1, 1, 1);
      assertThat(gradient.getManager()).isSameAs(step);
      assertThat(step.getManagedArrays()).hasSize(before + 1);
      final Parameters one = Parameters.of("a", parameters.byName().get("a"));
      assertThat(one.gradient(Map.of("a", a), step).getShape()).isEqualTo(new Shape(2, 2));
    }
  }

  @Test
  void onlyTheLeavesThatAreNamedCollectGradients() {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(Network.untrained(new ResNet18(1, 1, 2), 0), root);
        NDManager step = root.newSubManager()) {
      final Map<String, NDArray> some = live.leaves(step, Set.of("linear.bias")).values();
      assertThat(some.keySet()).containsExactlyElementsOf(live.parameters().byName().keySet());
      some.forEach(
          (name, array) -> {
            assertThat(array.hasGradient()).as(name).isEqualTo(name.equals("linear.bias"));
            assertThat(array.getManager()).isSameAs(step);
          });
      assertThat(live.leaves(step).values().values()).allMatch(NDArray::hasGradient);
      assertThat(live.constants(step).values().values()).noneMatch(NDArray::hasGradient);
    }
  }

  @Test
  void weightsMoveWhereATangentIsGivenAndStandStillWhereAValueIs() {
    try (NDManager root = Compute.open()) {
      final NDArray one = root.ones(new Shape(2));
      final NDArray other = root.zeros(new Shape(2));
      final Weights still =
          new Weights(Map.of("a", Dual.still(one), "b", Dual.still(one)), Map.of("m", other));
      assertThat(still.move()).isFalse();
      final Weights moving = still.moving(Map.of("a", other));
      assertThat(moving.move()).isTrue();
      assertThat(moving.parameter("a").tangent()).isSameAs(other);
      assertThat(moving.parameter("b").moves()).isFalse();
      assertThat(moving.values()).containsOnly(Map.entry("a", one), Map.entry("b", one));
      final Weights replaced = moving.with(Map.of("a", other));
      assertThat(replaced.parameter("a").value()).isSameAs(other);
      assertThat(replaced.parameter("b").value()).isSameAs(one);
      assertThat(replaced.move()).isFalse();
      assertThat(replaced.statistic("m")).isSameAs(other);
      assertThat(moving.statistic("m")).isSameAs(other);
    }
  }
}
