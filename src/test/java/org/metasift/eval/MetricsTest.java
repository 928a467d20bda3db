package org.metasift.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.metasift.attack.Backdoor;
import org.metasift.attack.BadNets;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.Trigger;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.file.Tensor;
import org.metasift.sift.BaseSet;
import org.metasift.sift.baseline.RandomPick;

/** NCR, ASR and ACC in closed form. */
class MetricsTest {
  private static final BadNets ATTACK = new BadNets(1, 0.5);
  private static final Backdoor BACKDOOR =
      new Backdoor(Trigger.whiteSquare(4), new int[] {1, 1, 1});

  @Property(tries = 200)
  void closedFormsOfNcr(
      @ForAll @IntRange(min = 1, max = 60) int size, @ForAll @IntRange(max = 60) int wish) {
    final int bad = wish % (size + 1);
    final PoisonedSet truth = truth(size, bad);
    final int[] everything = IntStream.range(0, size).toArray();
    assertThat(Metrics.ncr(truth, everything).percent())
        .isCloseTo(bad == 0 ? 0 : 100, within(1e-9));
    if (bad > 0) {
      assertThat(Metrics.ncr(truth, IntStream.range(0, bad).toArray()).percent())
          .isCloseTo(100.0 * size / bad, within(1e-9));
    }
    if (bad < size) {
      assertThat(Metrics.ncr(truth, IntStream.range(bad, size).toArray()).percent()).isZero();
    }
  }

  @Test
  void ncrOfAMixedPick() {
    // 1 of 4 picked and 10 of 50 in the set are poisoned: 0.25 / 0.2
    final Figure ncr = Metrics.ncr(truth(50, 10), 9, 10, 11, 12);
    assertThat(ncr.percent()).isCloseTo(125, within(1e-9));
    assertThat(ncr).hasToString("NCR 125.000 % (1 of 4 picked are poisoned, 10 of 50 in the set)");
  }

  @Test
  void aRandomPickIsCleanWithTheProbabilityOfTheHypergeometricDistribution() {
    // 2 of 5 drawn without the 2 poisoned ones: (3 choose 2) / (5 choose 2)
    final PoisonedSet few = truth(5, 2);
    assertThat(Metrics.cleanByChance(few, new RandomPick().pick(few.images(), 2, 0)))
        .isCloseTo(0.3, within(1e-12));
    assertThat(Metrics.cleanByChance(few, new RandomPick().pick(few.images(), 4, 0))).isZero();
    final PoisonedSet none = truth(5, 0);
    assertThat(Metrics.cleanByChance(none, new RandomPick().pick(none.images(), 5, 0))).isOne();
    final PoisonedSet truth = ATTACK.poison(TinyImages.of(8, 3, 1, 20, 12, 9), 3);
    int clean = 0;
    for (int seed = 0; seed < 4000; seed++) {
      final BaseSet pick = new RandomPick().pick(truth.images(), 6, seed);
      clean += Metrics.ncr(truth, pick).percent() == 0 ? 1 : 0;
    }
    final BaseSet any = new RandomPick().pick(truth.images(), 6, 0);
    assertThat(clean / 4000.0).isCloseTo(Metrics.cleanByChance(truth, any), within(0.03));
    assertThatThrownBy(() -> Metrics.cleanByChance(few, any))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("picked from data");
  }

  @Test
  void aBaseSetOfOtherDataOrOfNothingIsRefused() {
    final PoisonedSet truth = truth(20, 5);
    final ImageSet other = TinyImages.of(4, 1, 99, 10, 10);
    final BaseSet base = new RandomPick().pick(other, 10, 0);
    assertThatThrownBy(() -> Metrics.ncr(truth, base))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(other.fingerprint())
        .hasMessageContaining(truth.images().fingerprint());
    assertThatThrownBy(() -> Metrics.ncr(truth))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing was picked");
    final BaseSet own = new RandomPick().pick(truth.images(), 10, 0);
    assertThat(Metrics.ncr(truth, own)).isEqualTo(Metrics.ncr(truth, own.indices()));
  }

  @Test
  void asrCountsTheTriggeredImagesOfOtherClassesThanTheTarget() {
    final ImageSet test = TinyImages.of(8, 3, 0, 5, 20, 7);
    final Figure all = Metrics.asr(always(1), BACKDOOR, test);
    assertThat(all.percent()).isEqualTo(100);
    assertThat(all.counts())
        .isEqualTo("12 of 12 attacked test images taken for the attacker's class");
    final Figure none = Metrics.asr(always(2), BACKDOOR, test);
    assertThat(none.percent()).isZero();
    assertThat(none.counts()).startsWith("0 of 12");
    assertThatThrownBy(() -> Metrics.asr(always(1), BACKDOOR, TinyImages.of(8, 3, 0, 0, 4, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no test image is of a class that is attacked");
  }

  @Test
  void accIsTheShareOfRightAnswers() {
    final ImageSet test = TinyImages.of(8, 3, 0, 5, 20, 7);
    final Figure acc = Metrics.acc(always(1), test);
    assertThat(acc.percent()).isCloseTo(62.5, within(1e-9));
    assertThat(acc.counts()).isEqualTo("20 of 32 test images right");
    assertThatThrownBy(() -> Metrics.acc(always(1), test.select()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty");
  }

  /** A set of two classes, the first images of which count as poisoned. */
  private static PoisonedSet truth(int size, int bad) {
    final BitSet bits = new BitSet();
    bits.set(0, bad);
    return new PoisonedSet(
        TinyImages.of(4, 1, 0, size, 0),
        bits,
        ATTACK,
        0,
        new Backdoor(Trigger.NONE, new int[] {0, 1}));
  }

  /** A network of three classes that answers one class, whatever it sees. */
  private static Network always(int label) {
    final ResNet18 architecture = new ResNet18(2, 3, 3);
    final Map<String, Tensor> state =
        new LinkedHashMap<>(Network.untrained(architecture, 0).state());
    final float[] bias = new float[3];
    bias[label] = 1000;
    state.put("linear.bias", new Tensor(new long[] {3}, bias));
    return Network.of(architecture, state);
  }
}
