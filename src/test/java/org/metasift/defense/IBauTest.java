package org.metasift.defense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.metasift.compute.Compute;
import org.metasift.compute.Told;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.io.Records;
import org.metasift.nn.Network;
import org.metasift.nn.NetworkTest;
import org.metasift.nn.ResNet18;
import org.metasift.nn.SmallVgg16;

/** What I-BAU promises whatever it is given: a new network, by seed, and no memory kept. */
class IBauTest {
  private static final ImageSet BASE = TinyImages.of(8, 3, 1, 9, 8);
  private static final Network NETWORK = Network.untrained(new ResNet18(2, 3, 2), 4);
  private static final long PAUSE = 10_000_000;
  private static final String RUNNING_MEAN = "bn1.running_mean";
  private static final IBau.Settings TINY =
      new IBau.Settings(1, 0.002, 0.05, 3, 0.1, 1e-10, 0.001, 10, 0.25, 8, 0);

  @Test
  void aNewNetworkBySeedAndTheOneGivenStays() {
    final Map<String, float[]> before = NetworkTest.values(NETWORK);
    final String base = BASE.fingerprint();
    final Map<String, float[]> one = purified(1);
    assertThat(NetworkTest.same(NetworkTest.values(NETWORK), before)).isTrue();
    assertThat(BASE.fingerprint()).isEqualTo(base);
    assertThat(NetworkTest.same(one, before)).isFalse();
    assertThat(NetworkTest.same(purified(1), one)).isTrue();
    assertThat(NetworkTest.same(purified(2), one)).isFalse();
  }

  @Test
  void thePassesOfTheFixedPointAreCounted() {
    final IBau.Settings lax = Records.with(Records.with(TINY, "tolerance", 1.0), "innerStep", 1e-6);
    final int batches = 2;
    final List<Integer> counted = new ArrayList<>();
    new IBau(TINY).purify(NETWORK, BASE, 1, counted::add);
    new IBau(lax).purify(NETWORK, BASE, 1, counted::add);
    assertThat(counted).containsExactly(TINY.iterations() * batches, batches);
  }

  /**
   * An operation with a plain number leaves the recorded graph pointing into Java memory: see
   * {@link org.metasift.nn.layer.Dual#number}.
   */
  @Test
  @Tag("engine")
  void theGarbageCollectorDoesNotReachTheGradients() throws InterruptedException {
    final Map<String, float[]> calm = purified(1);
    final Thread collector =
        new Thread(
            () -> {
              while (!Thread.interrupted()) {
                System.gc();
                LockSupport.parkNanos(PAUSE); // there must be work to interrupt
              }
            });
    collector.start();
    try {
      for (int k = 0; k < 2; k++) {
        assertThat(NetworkTest.same(purified(1), calm)).isTrue();
      }
    } finally {
      collector.interrupt();
      collector.join();
    }
  }

  @Test
  void noNativeArrayIsLeftBehind() {
    final int before = Compute.liveArrays();
    purified(0);
    assertThat(Compute.liveArrays()).isEqualTo(before);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> purified(0)).isInstanceOf(CancellationException.class);
    } finally {
      Thread.interrupted();
    }
    assertThat(Compute.liveArrays()).isEqualTo(before);
  }

  @Test
  void aBaseSetThatDoesNotFitIsRefused() {
    final IBau defense = new IBau(TINY);
    assertThatThrownBy(() -> defense.purify(NETWORK, BASE.select(3), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a base set of 1 images; at least 2 are needed");
    assertThatThrownBy(() -> defense.purify(NETWORK, TinyImages.of(8, 1, 1, 9, 8), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 channels");
    assertThat(defense.purify(NETWORK, BASE.select(3, 4), 0)).isNotNull();
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    refused("rounds is 0; at least 1", () -> TINY.withRounds(0));
    refused(
        "learningRate is 0.0; it must lie between 0.0 and 10.0", () -> TINY.withLearningRate(0));
    refused("learningRate is NaN", () -> TINY.withLearningRate(Double.NaN));
    refused("iterations is -2; at least 1", () -> Records.with(TINY, "iterations", -2));
    refused("settling is -1; 0 to 1000", () -> TINY.withSettling(-1));
    refused("perturbationRate is 10.0", () -> settings(10, 0.1, 0, 0, 1, 0, 2));
    refused("innerStep is 0.0", () -> settings(1, 0, 0, 0, 1, 0, 2));
    refused("tolerance is 2.0; 0.0 to 1.0", () -> settings(1, 1, 2, 0, 1, 0, 2));
    refused("penalty is -1.0; 0.0 to 1000.0", () -> settings(1, 1, 0, -1, 1, 0, 2));
    refused("largestNorm is 0.0", () -> settings(1, 1, 0, 0, 0, 0, 2));
    refused("patchedShare is 1.1; 0.0 to 1.0", () -> settings(1, 1, 0, 0, 1, 1.1, 2));
    refused("batchSize is 1; at least 2", () -> settings(1, 1, 0, 0, 1, 0, 1));
  }

  @Test
  void withersChangeOneField() {
    assertThat(TINY.withRounds(7).rounds()).isEqualTo(7);
    assertThat(TINY.withRounds(7).withRounds(1)).isEqualTo(TINY);
    assertThat(TINY.withLearningRate(0.5).learningRate()).isEqualTo(0.5);
    assertThat(TINY.withLearningRate(0.5).withLearningRate(0.002)).isEqualTo(TINY);
    assertThat(TINY.withBatchSize(9).batchSize()).isEqualTo(9);
    assertThat(TINY.withBatchSize(9).withBatchSize(8)).isEqualTo(TINY);
    assertThat(TINY.withSettling(9).settling()).isEqualTo(9);
    assertThat(TINY.withSettling(9).withSettling(0)).isEqualTo(TINY);
  }

  @Test
  void aBatchTooSmallForTheShareBearsThePerturbationOnce() {
    final IBau.Settings none = Records.with(TINY, "patchedShare", 0.0);
    final IBau.Settings few = Records.with(TINY, "patchedShare", 0.02); // of 8 images
    assertThat(NetworkTest.same(purified(few), purified(none))).isFalse();
    final IBau.Settings one = Records.with(TINY, "patchedShare", 0.125);
    assertThat(NetworkTest.same(purified(few), purified(one))).isTrue();
  }

  @Test
  void withoutPerturbedImagesTheFixedPointHasNothingToAdd() {
    final IBau.Settings none = Records.with(TINY, "patchedShare", 0.0);
    assertThat(NetworkTest.same(purified(none), purified(Records.with(none, "iterations", 1))))
        .isTrue();
  }

  @Test
  void anEarlyEndComesNearTheWholeFixedPoint() {
    final IBau.Settings fewSteps =
        Records.with(Records.with(TINY, "iterations", 5), "innerStep", 1e-3);
    final IBau.Settings early = Records.with(fewSteps, "tolerance", 0.5);
    final Map<String, float[]> whole = purified(fewSteps);
    assertThat(NetworkTest.same(purified(early), whole)).isFalse();
    final float[] exact = whole.get("linear.weight");
    final float[] near = purified(early).get("linear.weight");
    for (int k = 0; k < exact.length; k++) {
      assertThat(near[k]).isCloseTo(exact[k], within(4e-3f)); // a step moves by 2e-3
    }
  }

  @Test
  void smallSetsGetTwiceTheRate() {
    final IBau.Settings paper = IBau.Settings.paper();
    assertThat(paper.fittedTo(20_000)).isEqualTo(paper);
    assertThat(paper.fittedTo(19_999)).isEqualTo(paper.withLearningRate(0.004));
    assertThat(paper.settling()).isZero(); // as in the artifact
  }

  @Test
  void settlingForgetsWhatThePerturbedPassesDidToTheRunningStatistics() {
    // the weights all but stand still, so that the statistics alone tell the two apart
    final IBau.Settings still = TINY.withLearningRate(1e-9);
    final IBau.Settings hardlyPerturbed = Records.with(still, "perturbationRate", 1e-9);
    final float[] moved = means(still);
    assertThat(moved).isNotEqualTo(means(hardlyPerturbed));
    final float[] settled = means(Records.with(still, "settling", 100));
    final float[] expected = means(Records.with(hardlyPerturbed, "settling", 100));
    for (int k = 0; k < settled.length; k++) {
      assertThat(settled[k]).isCloseTo(expected[k], within(1e-5f));
    }
    assertThat(Math.abs(moved[0] - expected[0])).isGreaterThan(1e-4f);
  }

  /**
   * One batch of all images: a pass that traces moves the running statistics a tenth of the way to
   * the same aim. A round has four: two of the search, the outer one, the first of the fixed point.
   */
  @Test
  void fourPassesOfARoundLeaveATraceInTheRunningStatistics() {
    for (final double tolerance : List.of(0.0, 1e-10)) {
      for (final int iterations : List.of(1, 3)) {
        final IBau.Settings round =
            still(
                Records.with(Records.with(TINY, "tolerance", tolerance), "iterations", iterations));
        assertThat(share(means(round), means(round.withRounds(2))))
            .as("tolerance %s, %d passes", tolerance, iterations)
            .isCloseTo(Math.pow(0.9, 4), within(1e-3));
      }
    }
  }

  @Test
  void aPassToSettleIsOnePassOverTheBaseSet() {
    final IBau.Settings round = still(TINY);
    final float[] once = means(round.withSettling(1));
    final double left = Math.pow(0.9, 4); // of the way, before it settles
    assertThat(share(means(round), once)).isCloseTo(0.1 * left / (1 - left), within(1e-3));
  }

  /** Weights and perturbation all but stand still, and the set is one batch. */
  private static IBau.Settings still(IBau.Settings settings) {
    return Records.with(settings, "perturbationRate", 1e-9)
        .withLearningRate(1e-9)
        .withBatchSize(BASE.size());
  }

  /** The way from {@code then} to {@code now} by that from the start to {@code then}. */
  private static double share(float[] then, float[] now) {
    final float[] start = NetworkTest.values(NETWORK).get(RUNNING_MEAN);
    double moved = 0;
    double before = 0;
    for (int k = 0; k < start.length; k++) {
      moved += Math.abs(now[k] - then[k]);
      before += Math.abs(then[k] - start[k]);
    }
    return moved / before;
  }

  @Test
  void theNormOfThePerturbationIsBoundedWhereItUnlearns() {
    // sought with steps of 0.05, p has a norm between 0.5 and 4
    final Map<String, float[]> free = purified(Records.with(TINY, "largestNorm", 100.0));
    assertThat(NetworkTest.same(free, purified(Records.with(TINY, "largestNorm", 4.0)))).isTrue();
    assertThat(NetworkTest.same(free, purified(Records.with(TINY, "largestNorm", 0.5)))).isFalse();
  }

  @Test
  void dropoutIsThatOfTheSeed() {
    final ImageSet base = TinyImages.of(32, 3, 1, 5, 5);
    final Network network = Network.untrained(new SmallVgg16(3, 2, 1), 1);
    final Map<String, float[]> first = NetworkTest.values(new IBau(TINY).purify(network, base, 3));
    Compute.seed(99);
    assertThat(NetworkTest.same(NetworkTest.values(new IBau(TINY).purify(network, base, 3)), first))
        .isTrue();
  }

  @Test
  void eachStepIsTold() {
    final List<String> told =
        Told.by(() -> new IBau(TINY.withSettling(1)).purify(NETWORK, BASE, 0));
    assertThat(told)
        .containsExactly(
            "I-BAU of 6", // two batches: searched, unlearned, settled
            "1 round 1, searching the perturbation",
            "2 round 1, searching the perturbation",
            told.get(3),
            told.get(4),
            "5 settling",
            "6 settling",
            "6 settling.");
    assertThat(told.subList(3, 5))
        .allMatch(line -> line.matches("[34] round 1, unlearning, ‖p‖ \\d\\.\\d{2}"));
    assertThat(told.get(3)).doesNotContain("0.00");
  }

  @Test
  void theUsualSettingsAreTheArtifactsOnAGpuAndElseTheCompactOnes() {
    assertThat(IBau.Settings.forThisMachine())
        .isEqualTo(Compute.onGpu() ? IBau.Settings.paper() : IBau.Settings.compact());
    assertThat(IBau.Settings.compact())
        .hasToString(
            "5 rounds, batch 128, lr 0.004, lr of the perturbation 0.05, K 5 of step 0.1, tolerance 0.02, penalty 0.001, norm up to 10.0, 2 % of a batch bear it, 3 passes to settle");
  }

  private static float[] means(IBau.Settings settings) {
    return NetworkTest.values(new IBau(settings).purify(NETWORK, BASE, 0)).get(RUNNING_MEAN);
  }

  private static IBau.Settings settings(
      double rate,
      double step,
      double tolerance,
      double penalty,
      double norm,
      double share,
      int b) {
    return new IBau.Settings(1, 0.002, rate, 3, step, tolerance, penalty, norm, share, b, 0);
  }

  private static void refused(
      String said, org.assertj.core.api.ThrowableAssert.ThrowingCallable made) {
    assertThatThrownBy(made)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  private static Map<String, float[]> purified(long seed) {
    return NetworkTest.values(new IBau(TINY).purify(NETWORK, BASE, seed));
  }

  private static Map<String, float[]> purified(IBau.Settings settings) {
    return NetworkTest.values(new IBau(settings).purify(NETWORK, BASE, 1));
  }
}
