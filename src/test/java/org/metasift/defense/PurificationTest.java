package org.metasift.defense;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.Fixture;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.io.Records;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.NetworkTest;
import org.metasift.nn.SmallVgg16;
import org.metasift.nn.device.DeviceImages;
import org.metasift.nn.layer.CrossEntropy;
import org.metasift.nn.layer.Dual;
import org.metasift.nn.layer.Pass;

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
      final Purification work = at(IBau.Settings.compact(), live, images, progress);
      final NDArray x = images.batch(root, ALL);
      final double before = cost(live, x, answers(live, x));
      for (int step = 0; step < 5; step++) {
        work.searchPerturbation(1);
      }
      final NDArray moved = x.add(LiveNetwork.constant(work.perturbation(), root));
      assertThat(cost(live, moved, answers(live, x))).isGreaterThan(before + 1);
    }
  }

  @Test
  void aPenaltyKeepsThePerturbationSmall() {
    // Adam's steps have the same length whatever the loss; a heavy penalty turns each second one
    assertThat(normAfterSearching(1000)).isLessThan(0.5 * normAfterSearching(0));
  }

  private static double normAfterSearching(double penalty) {
    final ImageSet base = Fixture.badNets().draw(ALL.length, 0, 0);
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(Fixture.victim(), root);
        DeviceImages images = DeviceImages.open(base, root);
        Progress progress = Progress.of("I-BAU", 6)) {
      final IBau.Settings settings =
          Records.with(
              Records.with(IBau.Settings.compact(), "penalty", penalty), "perturbationRate", 0.1);
      final Purification work = at(settings, live, images, progress);
      for (int step = 0; step < 6; step++) {
        work.searchPerturbation(1);
      }
      return work.perturbation().norm().getFloat();
    }
  }

  private static Purification at(
      IBau.Settings settings, LiveNetwork live, DeviceImages images, Progress progress) {
    return new Purification(
        settings, live, images, List.of(ALL), new SplittableRandom(0), progress);
  }

  @Test
  void nothingIsDroppedWhereStatisticsSettle() {
    final ImageSet base = TinyImages.of(32, 3, 1, 32, 32);
    final Network network = Network.untrained(new SmallVgg16(3, 2, 2), 1);
    final List<Map<String, float[]>> settled = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      Compute.seed(seed); // of the engine, which would draw the dropout
      try (NDManager root = Compute.open();
          LiveNetwork live = LiveNetwork.open(network, root);
          DeviceImages images = DeviceImages.open(base, root);
          Progress progress = Progress.of("I-BAU", 3)) {
        at(IBau.Settings.compact(), live, images, progress).settle();
        settled.add(NetworkTest.values(live.snapshot("I-BAU")));
      }
    }
    assertThat(NetworkTest.same(settled.get(0), settled.get(1))).isTrue();
    assertThat(NetworkTest.same(settled.get(0), NetworkTest.values(network))).isFalse();
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
