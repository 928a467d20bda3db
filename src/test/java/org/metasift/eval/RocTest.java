package org.metasift.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.metasift.attack.Backdoor;
import org.metasift.attack.BadNets;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.Trigger;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.TinyImages;
import org.metasift.sift.baseline.RandomPick;

/** ROC curves within the classes: against scikit-learn, a naive count and closed forms. */
class RocTest {
  private static PoisonedSet truth(int[] labels, int... poisoned) {
    final BitSet bits = new BitSet();
    IntStream.of(poisoned).forEach(bits::set);
    final int classes = 1 + IntStream.of(labels).max().orElse(0);
    final List<String> ids = IntStream.range(0, labels.length).mapToObj(i -> "" + i).toList();
    final ImageSet images =
        ImageSet.of(
            new byte[labels.length],
            labels,
            ImageShape.square(1, 1),
            TinyImages.names(classes),
            ids);
    return new PoisonedSet(
        images,
        bits,
        new BadNets(0, 0.5),
        0,
        new Backdoor(Trigger.NONE, IntStream.range(0, classes).toArray()));
  }

  private static List<String[]> golden(String file) throws IOException {
    try (InputStream in = RocTest.class.getResourceAsStream("/golden/roc/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .toList();
    }
  }

  @Test
  void figuresAreThoseOfScikitLearn() throws IOException {
    final List<String[]> rows = golden("images.csv");
    final int[] labels = rows.stream().mapToInt(row -> Integer.parseInt(row[0])).toArray();
    final double[] trust = rows.stream().mapToDouble(row -> Double.parseDouble(row[2])).toArray();
    for (final String[] figures : golden("figures.csv")) {
      final boolean all = figures[0].equals("all");
      final int[] poisoned =
          IntStream.range(0, rows.size())
              .filter(i -> rows.get(i)[1].equals("1"))
              .filter(i -> all || figures[0].equals(rows.get(i)[0]))
              .toArray();
      final Roc roc = Roc.of(truth(labels, poisoned), trust);
      final double[] found = {
        roc.auroc().percent(),
        roc.found(1).percent(),
        roc.found(5).percent(),
        roc.found(20).percent()
      };
      for (int k = 0; k < found.length; k++) {
        final double expected = 100 * Double.parseDouble(figures[k + 1]);
        assertThat(found[k]).as(figures[0] + " " + k).isCloseTo(expected, within(1e-9));
      }
      assertThat(roc.leftOut()).isEqualTo(all ? 5 : 0);
      assertThat(roc.judged() + roc.leftOut()).isEqualTo(poisoned.length);
    }
  }

  /** Every pair of a poisoned and a clean image of one label, counted. */
  @Property(tries = 200)
  void theAreaIsTheShareOfThePairsInTheRightOrder(@ForAll long seed) {
    final SplittableRandom random = new SplittableRandom(seed);
    final int[] labels = random.ints(60, 0, 3).toArray();
    final double[] trust = random.ints(60, 0, 8).asDoubleStream().toArray();
    final int[] poisoned = IntStream.range(0, 60).filter(i -> random.nextInt(4) == 0).toArray();
    final PoisonedSet truth = truth(labels, poisoned);
    if (!Roc.whyNone(truth).isEmpty()) {
      return;
    }
    double sum = 0;
    int judged = 0;
    for (final int bad : poisoned) {
      double right = 0;
      int clean = 0;
      for (int i = 0; i < 60; i++) {
        if (labels[i] == labels[bad] && !truth.isPoisoned(i)) {
          clean++;
          right += trust[bad] < trust[i] ? 1 : trust[bad] == trust[i] ? 0.5 : 0;
        }
      }
      if (clean > 0) {
        sum += right / clean;
        judged++;
      }
    }
    final Roc roc = Roc.of(truth, trust);
    assertThat(roc.auroc().percent()).isCloseTo(100 * sum / judged, within(1e-9));
    // what trust means may differ from class to class
    final double[] other =
        IntStream.range(0, 60).mapToDouble(i -> Math.exp(trust[i]) - 50 * labels[i]).toArray();
    assertThat(Roc.of(truth, other)).hasToString(roc.toString());
  }

  @Test
  void theBestTheWorstAndOneNumberForAll() {
    final int[] labels = new int[300];
    final int[] poisoned = IntStream.range(0, 100).toArray();
    final PoisonedSet truth = truth(labels, poisoned);
    final double[] trust = IntStream.range(0, 300).asDoubleStream().toArray();
    assertThat(Roc.of(truth, trust).figures())
        .extracting(Figure::percent)
        .containsExactly(100.0, 100.0, 100.0);
    final double[] turned = IntStream.range(0, 300).mapToDouble(i -> -i).toArray();
    assertThat(Roc.of(truth, turned).figures())
        .extracting(Figure::percent)
        .containsExactly(0.0, 0.0, 0.0);
    final Roc equal = Roc.of(truth, new double[300]);
    assertThat(equal.figures()).extracting(Figure::percent).containsExactly(50.0, 0.0, 0.0);
    assertThat(equal.figures())
        .extracting(Figure::name)
        .containsExactly("AUROC", "TPR@1%FPR", "TPR@5%FPR");
    assertThat(equal.points())
        .containsExactly(new Roc.Point(0, 0), new Roc.Point(1, 0), new Roc.Point(1, 1));
    final Roc random = Roc.of(truth, new RandomPick().rank(truth.images(), 1));
    assertThat(random.auroc().percent()).isBetween(40.0, 60.0);
  }

  /** 100 clean images of trust 1 to 100; a poisoned one of the same trust falls with it. */
  @Test
  void imagesOfEqualTrustAreSuspectedTogether() {
    final double[] trust = new double[104];
    for (int i = 0; i < 100; i++) {
      trust[i] = i + 1;
    }
    trust[100] = 0.5; // below all
    trust[101] = 1; // with one of a hundred: 1 % false alarms
    trust[102] = 1.5;
    trust[103] = 6; // with six of a hundred
    final Roc roc = Roc.of(truth(new int[104], 100, 101, 102, 103), trust);
    assertThat(roc.found(1).percent()).isEqualTo(75);
    assertThat(roc.found(0.5).percent()).isEqualTo(25);
    assertThat(roc.found(5).percent()).isEqualTo(75);
    assertThat(roc.found(6).percent()).isEqualTo(100);
    assertThat(roc.auroc().percent()).isCloseTo((100 + 99.5 + 99 + 94.5) / 4, within(1e-9));
    assertThat(roc.found(0.5).name()).isEqualTo("TPR@0.5%FPR");
    assertThat(roc.points())
        .containsExactly(
            new Roc.Point(0, 0),
            new Roc.Point(0, 0.25),
            new Roc.Point(0.01, 0.25),
            new Roc.Point(0.01, 0.75),
            new Roc.Point(0.06, 0.75),
            new Roc.Point(0.06, 1),
            new Roc.Point(1, 1));
    assertThat(roc)
        .hasToString(
            "AUROC 98.250 %, TPR 75.000 % at 1 % and 75.000 % at 5 % FPR, within the class (poisoned images: 4, each against the clean ones of its label)");
  }

  @Test
  void whatCannotBeJudgedIsSaid() {
    final int[] labels = {0, 0, 1, 1};
    assertThat(Roc.whyNone(truth(labels))).isEqualTo("no image is poisoned: there is no AUROC");
    assertThatThrownBy(() -> Roc.of(truth(labels), 1, 2, 3, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no image is poisoned");
    for (final int[] all : new int[][] {{0, 1, 2, 3}, {2, 3}}) {
      assertThatThrownBy(() -> Roc.of(truth(labels, all), 1, 2, 3, 4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "no poisoned image has a clean one of its label to compare with: there is no AUROC");
    }
    final Roc some = Roc.of(truth(labels, 1, 2, 3), 1, 2, 3, 4);
    assertThat(some.auroc().percent()).isZero();
    assertThat(some.auroc().counts())
        .isEqualTo(
            "poisoned images: 1, each against the clean ones of its label; 2 left out, whose label has no clean one");
    assertThatThrownBy(() -> Roc.of(truth(labels, 1), 1, 2, 3))
        .hasMessageContaining("3 images have a trust, the set has 4");
    final ImageSet other = TinyImages.of(4, 1, 99, 2, 2);
    assertThatThrownBy(() -> Roc.of(truth(labels, 1), new RandomPick().rank(other, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(other.fingerprint());
  }
}
