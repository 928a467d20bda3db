package org.metasift.defense;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.Fixture;
import org.metasift.data.DeviceImages;
import org.metasift.data.ImageSet;
import org.metasift.nn.CrossEntropy;
import org.metasift.nn.Dual;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Pass;
import org.metasift.run.Compute;
import org.metasift.run.Progress;

/** The parts of I-BAU alone. */
class PurificationTest {
  private static final int[] ALL = IntStream.range(0, 64).toArray();

  /** The inner loss is minimised: the network's own answers become dear. */
  @Test
  void thePerturbationThatIsSearchedForFoolsTheNetwork() {
    final ImageSet base = Fixture.badNets().draw(ALL.length, 0, 0);
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(Fixture.victim(), root);
        DeviceImages images = DeviceImages.open(base, root);
        Progress progress = Progress.of("I-BAU", 5)) {
      final Purification work =
          new Purification(
              IBau.Settings.compact(),
              live,
              new Shape(1, base.channels(), base.height(), base.width()),
              images,
              List.of(ALL),
              new SplittableRandom(0),
              progress);
      final NDArray x = images.batch(root, ALL);
      final double before = cost(live, x, answers(live, x));
      for (int step = 0; step < 5; step++) {
        work.searchPerturbation(1);
      }
      final NDArray moved = x.add(LiveNetwork.constant(work.perturbation(), root));
      assertThat(cost(live, moved, answers(live, x))).isGreaterThan(before + 1);
    }
  }

  private static NDArray scores(LiveNetwork live, NDArray x) {
    return live.forward(Dual.still(x), live.constants(x.getManager()), Pass.shadow()).value();
  }

  private static NDArray answers(LiveNetwork live, NDArray x) {
    return scores(live, x).argMax(1);
  }

  private static double cost(LiveNetwork live, NDArray x, NDArray labels) {
    return CrossEntropy.costs(scores(live, x), labels).mean().getFloat();
  }
}
