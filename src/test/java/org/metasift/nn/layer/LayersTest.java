package org.metasift.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;
import org.metasift.nn.LiveNetwork;

/** Layers whose result can be written down: values, tangents, and what they leave in memory. */
class LayersTest {
  private static final Weights NONE = new Weights(Map.of(), Map.of());
  private static final Layer TRIPLE = new Reshaping(x -> x.mul(3));

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Compute.open();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray array(float... values) {
    return manager.create(values, new Shape(1, 1, 2, values.length / 2));
  }

  @Test
  void aResidualBlockAddsItsShortcut() {
    final Layer block = new Residual(Sequence.of(TRIPLE), Sequence.of());
    final Dual moving = new Dual(array(1, -2, 3, -4), array(1, 1, -1, 1));
    final Dual y = block.forward(moving, NONE, Pass.training());
    assertThat(y.value().toFloatArray()).containsExactly(4, 0, 12, 0);
    assertThat(y.tangent().toFloatArray()).containsExactly(4, 0, -4, 0);
    final Layer both = new Residual(Sequence.of(TRIPLE), Sequence.of(TRIPLE, TRIPLE));
    assertThat(both.forward(moving, NONE, Pass.training()).value().toFloatArray())
        .containsExactly(12, 0, 36, 0);
  }

  @Test
  void aPassThatJudgesKeepsItsInputAndItsResultAlone() {
    final NDArray x = array(1, -2, 3, -4);
    final NDArray move = array(1, 1, 1, 1);
    for (final Layer layer :
        new Layer[] {
          Sequence.of(TRIPLE, new Relu(), TRIPLE),
          new Residual(Sequence.of(TRIPLE, TRIPLE), Sequence.of()),
          new Residual(Sequence.of(TRIPLE), Sequence.of(TRIPLE))
        }) {
      final Dual y = layer.forward(Dual.still(x), NONE, Pass.evaluation());
      assertThat(manager.getManagedArrays()).hasSize(3);
      y.release();
      assertThat(manager.getManagedArrays()).hasSize(2);
      final Dual moving = layer.forward(new Dual(x, move), NONE, Pass.evaluation());
      assertThat(manager.getManagedArrays())
          .filteredOn(array -> array.getDataType() == DataType.FLOAT32) // slopes are flags
          .containsExactlyInAnyOrder(x, move, moving.value(), moving.tangent());
      moving.release();
      final Dual z = layer.forward(new Dual(x, move), NONE, Pass.frozen());
      assertThat(manager.getManagedArrays()).hasSizeGreaterThan(4 + 2);
      assertThat(z.value().toFloatArray()).isNotEmpty();
      manager.getManagedArrays().stream()
          .filter(array -> array != x && array != move)
          .forEach(NDArray::close);
    }
  }

  @Test
  void aConvolutionMayStandAlone() {
    final Weights weights =
        new Weights(
            Map.of("c.weight", Dual.still(manager.ones(new Shape(1, 1, 1, 1)).mul(3))), Map.of());
    final Layer layer = new Convolution("c", 1, 1, 1, 1, 0, false);
    final Dual y =
        Sequence.of(layer).forward(Dual.still(array(1, -2, 3, -4)), weights, Pass.evaluation());
    assertThat(y.value().toFloatArray()).containsExactly(3, -6, 9, -12);
  }

  @Test
  void aLayerThatPassesItsInputOnDoesNotFreeIt() {
    final NDArray x = array(1, -2, 3, -4);
    final Dual y =
        Sequence.of(TRIPLE, new Dropout("d", 0.5f), TRIPLE)
            .forward(Dual.still(x), NONE, Pass.evaluation());
    assertThat(y.value().toFloatArray()).containsExactly(9, -18, 27, -36);
  }

  @Test
  void dropoutKeepsTheMeanAndMovesTheTangentAlike() {
    Compute.seed(1);
    final NDArray x = manager.ones(new Shape(100, 100)).mul(2);
    final Dual y =
        new Dropout("d", 0.2f)
            .forward(new Dual(x, manager.ones(new Shape(100, 100))), NONE, Pass.training());
    final Set<Float> values = new HashSet<>();
    for (final float value : y.value().toFloatArray()) {
      values.add(value);
    }
    assertThat(values).containsExactlyInAnyOrder(0f, 2.5f);
    assertThat(y.value().mean().getFloat()).isCloseTo(2, within(0.05f));
    assertThat(y.value()).isEqualTo(y.tangent().mul(2));
  }

  @Test
  void oneDropoutServesThePassesThatShareIt() {
    Compute.seed(2);
    final Dual x = Dual.still(manager.ones(new Shape(100)));
    final Layer layer = new Dropout("d", 0.5f);
    final Pass shared = Pass.shadow(manager);
    final NDArray first;
    try (NDManager step = manager.newSubManager()) {
      final Dual own = Dual.still(LiveNetwork.constant(x.value(), step));
      first = layer.forward(own, NONE, shared).value();
      first.attach(manager);
    }
    assertThat(layer.forward(x, NONE, shared).value()).isEqualTo(first);
    assertThat(layer.forward(x, NONE, shared.updating()).value()).isEqualTo(first);
    assertThat(new Dropout("e", 0.5f).forward(x, NONE, shared).value()).isNotEqualTo(first);
    assertThat(layer.forward(x, NONE, Pass.shadow()).value()).isNotEqualTo(first);
    for (final Pass without :
        new Pass[] {
          Pass.evaluation(),
          Pass.frozen(),
          shared.withoutDropout(),
          Pass.training().withoutDropout()
        }) {
      assertThat(layer.forward(x, NONE, without)).isSameAs(x);
    }
  }

  @Test
  void theKindsOfPassDifferAsTheTableSays() {
    final Pass[] passes = {
      Pass.evaluation(), Pass.frozen(), Pass.training(), Pass.shadow(), Pass.shadow().updating()
    };
    assertThat(passes)
        .extracting(Pass::batchStatistics)
        .containsExactly(false, false, true, true, true);
    assertThat(passes)
        .extracting(Pass::updateStatistics)
        .containsExactly(false, false, true, false, true);
    assertThat(passes).extracting(Pass::dropsOut).containsExactly(false, false, true, true, true);
    assertThat(passes).extracting(Pass::releases).containsExactly(true, false, false, false, false);
    assertThat(Pass.evaluation().withoutDropout().releases()).isTrue();
    assertThat(Pass.training().withoutDropout().updateStatistics()).isTrue();
    assertThat(Pass.training().withoutDropout().batchStatistics()).isTrue();
  }

  @Test
  void reshapings() {
    final NDArray x = manager.create(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, new Shape(1, 2, 2, 2));
    assertThat(Reshaping.flatten().function().apply(x).getShape()).isEqualTo(new Shape(1, 8));
    final NDArray average = Reshaping.globalAverage().function().apply(x);
    assertThat(average.getShape()).isEqualTo(new Shape(1, 2));
    assertThat(average.toFloatArray()).containsExactly(2.5f, 6.5f);
    assertThat(Reshaping.planar().function().apply(x)).isEqualTo(x);
    final Dual large = Reshaping.doubled().forward(new Dual(x, x.mul(10)), NONE, Pass.training());
    assertThat(large.value().getShape()).isEqualTo(new Shape(1, 2, 4, 4));
    assertThat(large.value().get("0, 0").toFloatArray())
        .containsExactly(1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
    assertThat(large.tangent()).isEqualTo(large.value().mul(10));
    assertThat(Reshaping.flatten().forward(Dual.still(x), NONE, Pass.training()).moves()).isFalse();
  }

  @Test
  void tangentsAddUpWhereThereAreAny() {
    final NDArray one = array(1, 2);
    final NDArray two = array(10, 20);
    assertThat(Dual.sum(null, null)).isNull();
    assertThat(Dual.sum(one, null)).isSameAs(one);
    assertThat(Dual.sum(null, one)).isSameAs(one);
    assertThat(new Dual(one, two).plus(new Dual(two, one)).tangent().toFloatArray())
        .containsExactly(11, 22);
    assertThat(new Dual(one, two).plus(Dual.still(one)).tangent()).isSameAs(two);
    assertThat(Dual.number(one, 2.5).toFloatArray()).containsExactly(2.5f);
    assertThat(Dual.number(one, 2.5).getShape()).isEqualTo(new Shape());
  }

  @Test
  void theSlopeOfActivationsAtZeroAndAside() {
    final Dual x = new Dual(array(-1, 0, 2, 0.5f), array(1, 1, 1, 2));
    assertThat(new Relu().forward(x, NONE, Pass.training()).tangent().toFloatArray())
        .containsExactly(0, 0, 1, 2);
    final float[] elu = new Elu().forward(x, NONE, Pass.training()).tangent().toFloatArray();
    assertThat(elu[0]).isCloseTo((float) Math.exp(-1), within(1e-6f));
    assertThat(elu).endsWith(1, 1, 2);
    assertThat(new Relu().forward(Dual.still(x.value()), NONE, Pass.training()).moves()).isFalse();
    assertThat(new Elu().forward(Dual.still(x.value()), NONE, Pass.training()).moves()).isFalse();
    assertThat(new MaxPooling().forward(Dual.still(x.value()), NONE, Pass.training()).moves())
        .isFalse();
  }
}
