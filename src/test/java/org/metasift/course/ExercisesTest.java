package org.metasift.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.attack.BadNets;
import org.metasift.attack.Blended;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.RandomLabelFlip;
import org.metasift.attack.TargetedLabelFlip;
import org.metasift.course.Verdict.State;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.data.TinyImages;
import org.metasift.eval.Metrics;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.file.Tensor;
import org.metasift.sift.BaseSet;
import org.metasift.sift.baseline.ClassMeanDistance;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.Outcome;
import org.metasift.sift.metasift.Sifting;
import org.metasift.sift.metasift.TinySettings;

/** Right answers pass, usual mistakes get their hint, no answer is no error. */
class ExercisesTest {
  private static final ImageSet TRAIN = TinyImages.of(8, 3, 1, 40, 50, 40);
  // a network that always says 1 has ACC 80 here, and ASR 100
  private static final ImageSet TEST = TinyImages.of(8, 3, 2, 3, 20, 2);
  private static final MetaSift.Settings TINY =
      TinySettings.tiny().withSifters(2).withBatchSize(32).withWeigherLearningRate(0.01);
  private static final Exercises LAB = new Exercises(new Split(TRAIN, TEST, "tiny"), TINY, 20, 3);
  private static final PoisonedSet FEW = new BadNets(1, 0.09).poison(TRAIN, 3);
  private static final PoisonedSet MANY = new BadNets(1, 0.4).poison(TRAIN, 3);

  private static Network always(int label) {
    final ResNet18 architecture = new ResNet18(2, 3, 3);
    final Map<String, Tensor> state =
        new LinkedHashMap<>(Network.untrained(architecture, 0).state());
    final float[] bias = new float[3];
    bias[label] = 1000;
    state.put("linear.bias", new Tensor(new long[] {3}, bias));
    return Network.of(architecture, state);
  }

  private static void right(Verdict verdict, String said) {
    assertThat(verdict.state()).as(verdict.toString()).isEqualTo(State.RIGHT);
    assertThat(verdict.toString()).contains(": right.", said);
  }

  private static void wrong(Verdict verdict, String hint) {
    assertThat(verdict.state()).as(verdict.toString()).isEqualTo(State.WRONG);
    assertThat(verdict.toString()).contains(": not yet.", hint);
  }

  @Test
  void noAnswerIsNotAnsweredYet() {
    final BaseSet base = new ClassMeanDistance().pick(MANY.images(), 20, 0);
    final Verdict[] verdicts = {
      LAB.plant(null, null),
      LAB.asr(null, FEW, always(1)),
      LAB.asr(50.0, null, null),
      LAB.ncr(null, MANY, base),
      LAB.baseSet(null, MANY),
      LAB.weigher(null, null, null, MANY, null),
      LAB.breakMetaSift(null, null)
    };
    for (final Verdict verdict : verdicts) {
      assertThat(verdict.state()).isEqualTo(State.OPEN);
      assertThat(verdict.toString()).endsWith(": not answered yet.");
    }
    assertThat(Verdict.table(verdicts).name()).isEqualTo("0 of 7 exercises are right");
  }

  @Test
  void aPoisonedSetWithoutItsNetworkIsToldWhatComesNext() {
    final Verdict verdict = LAB.plant(FEW, null);
    assertThat(verdict.state()).isEqualTo(State.OPEN);
    assertThat(verdict.toString())
        .contains(": not answered yet.")
        .endsWith("Train a network on it: victim = lab.train(mine);");
  }

  @Test
  void aPlantedBackdoorWorksIsSmallAndLeavesTheNetworkUseful() {
    right(LAB.plant(FEW, always(1)), "ASR 100.0 %, ACC 80.0 % with 4 poisoned images");
    wrong(LAB.plant(FEW, always(0)), "the ASR must be at least 75 %");
    wrong(LAB.plant(new BadNets(0, 0.09).poison(TRAIN, 0), always(0)), "the ACC must be at least");
    wrong(LAB.plant(MANY, always(1)), "33 images are poisoned; 1 to 5 are allowed");
    wrong(LAB.plant(new RandomLabelFlip(0.03).poison(TRAIN, 0), always(1)), "has no target class");
    wrong(
        LAB.plant(new TargetedLabelFlip(0, 1, 0.09).poison(TRAIN, 0), always(1)), "has no trigger");
    final PoisonedSet other = new BadNets(1, 0.09).poison(TinyImages.of(8, 3, 1, 9, 50, 9), 0);
    wrong(LAB.plant(other, always(1)), "not a copy of the training images");
  }

  @Test
  void whatIsSaidToBePoisonedMustBeAndNothingElse() {
    final BitSet one = new BitSet();
    one.set(7);
    final PoisonedSet none = new PoisonedSet(TRAIN, one, FEW.attack(), 0, FEW.backdoor());
    wrong(LAB.plant(none, always(1)), "Image 7 counts as poisoned, but has not changed");
    final PoisonedSet hidden =
        new PoisonedSet(FEW.images(), new BitSet(), FEW.attack(), 0, FEW.backdoor());
    wrong(LAB.plant(hidden, always(1)), "counts as clean");
  }

  @Test
  void aTriggerOverTheWholeImageIsTooLarge() {
    final ImageSet large = TinyImages.of(16, 3, 1, 40, 50, 40);
    final Exercises lab = new Exercises(new Split(large, large, ""), TINY, 20, 3);
    wrong(
        lab.plant(new Blended(1, 0.09, 0.5).poison(large, 0), always(1)), "at most 64 are allowed");
  }

  @Test
  void theAsrLeavesTheWantedClassOutOfBothCounts() {
    // 5 images of other classes, all fooled; 20 of the wanted one, called by their name
    right(LAB.asr(100.0, FEW, always(1)), "2 measure it");
    wrong(LAB.asr(20.0, FEW, always(1)), "still divide by all test images");
    wrong(LAB.asr(1.0, FEW, always(1)), "give it in percent");
    wrong(LAB.asr(60.0, FEW, always(1)), "Too small");
    wrong(LAB.asr(0.0, FEW, always(1)), "not fooled");
    right(LAB.asr(0.0, FEW, always(2)), "");
    wrong(LAB.asr(100.0, FEW, always(2)), "not fooled");
  }

  @Test
  void theNcrIsRelativeToTheShareInTheWholeSet() {
    final int[] bad = Arrays.copyOf(MANY.poisonedIndices(), 2);
    final BaseSet base =
        new BaseSet(
            "x",
            "",
            0,
            MANY.images().fingerprint(),
            IntStream.concat(
                    IntStream.of(bad),
                    IntStream.range(0, 130).filter(i -> !MANY.isPoisoned(i)).limit(8))
                .mapToObj(i -> new BaseSet.Pick(i, "", MANY.images().label(i), 1))
                .toList(),
            0);
    final double ncr = 100 * 0.2 / (33 / 130.0);
    right(LAB.ncr(ncr, MANY, base), "");
    wrong(LAB.ncr(ncr / 100, MANY, base), "give it in percent");
    wrong(LAB.ncr(20.0, MANY, base), "share of poison in the pick");
    wrong(LAB.ncr(100 * 2 / 33.0, MANY, base), "share of all poison");
    wrong(LAB.ncr(3300 / 130.0, MANY, base), "share of poison in the whole set");
    wrong(LAB.ncr(500.0, MANY, base), "Too large");
    wrong(LAB.ncr(ncr, FEW, base), "This base set comes from other images");
  }

  @Test
  void aBaseSetWithEightPoisonsHasExactlyThose() {
    final int[] right = MANY.drawIndices(12, 8, 0);
    right(LAB.baseSet(right, MANY), "8 of 20 picked are poisoned");
    wrong(LAB.baseSet(MANY.drawIndices(13, 7, 0), MANY), "7 of your images are poisoned");
    wrong(LAB.baseSet(MANY.drawIndices(11, 8, 0), MANY), "has 19 images; it must have 20");
    final int[] twice = right.clone();
    twice[1] = twice[0];
    wrong(LAB.baseSet(twice, MANY), "twice");
    twice[1] = 130;
    wrong(LAB.baseSet(twice, MANY), "images 0 to 129");
  }

  @Test
  void theWeigherIsReadFromItsScores() {
    final Outcome outcome = LAB.metaSift().sift(MANY.images(), LAB.budget(), LAB.seed());
    final Sifting first = outcome.siftings().get(0);
    final double clean = mean(first.scores(), false);
    final double poisoned = mean(first.scores(), true);
    final String trusts = first.drop() > 0 ? "low" : "high";
    right(
        LAB.weigher(" " + trusts.toUpperCase(Locale.ROOT), clean, poisoned, MANY, outcome),
        "a cost alone");
    wrong(LAB.weigher("sideways", clean, poisoned, MANY, outcome), "look at the curve");
    wrong(
        LAB.weigher(trusts, mean(first.costs(), false), poisoned, MANY, outcome),
        "Clean images: These are costs");
    wrong(
        LAB.weigher(trusts, clean, mean(first.costs(), true), MANY, outcome),
        "Poisoned images: These are costs");
    wrong(LAB.weigher(trusts, clean + 0.3, poisoned, MANY, outcome), "Clean images: Too large");
    wrong(
        LAB.weigher(trusts, clean, poisoned, FEW, outcome),
        "This outcome comes from other images (data " + outcome.base().fingerprint());
  }

  @Test
  void theMeanOfAllImagesIsNotTakenForThatOfTheCleanOnesHoweverNear() {
    final float[] scores = new float[130];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (MANY.isPoisoned(i) ? 0.378f : 0.379f) + i * 1e-7f;
    }
    final Sifting close =
        new Sifting(
            scores, scores, new float[] {0, 1}, new float[] {0.9f, 0.1f}, List.of(), 0.5, 1);
    final BaseSet base = new ClassMeanDistance().pick(MANY.images(), 20, 0);
    final Outcome outcome = new Outcome(base, List.of(base), List.of(close));
    double sum = 0;
    for (final float score : scores) {
      sum += score;
    }
    final double clean = mean(scores, false);
    final double poisoned = mean(scores, true);
    final String trusts = close.drop() > 0 ? "low" : "high";
    right(LAB.weigher(trusts, clean, poisoned, MANY, outcome), "a cost alone");
    right(LAB.weigher(trusts, clean + 1e-6, poisoned - 1e-6, MANY, outcome), "a cost alone");
    wrong(
        LAB.weigher(trusts, sum / 130, poisoned, MANY, outcome), "Clean images: This is the mean");
    wrong(
        LAB.weigher(trusts, clean, sum / 130, MANY, outcome), "Poisoned images: This is the mean");
    wrong(LAB.weigher(trusts, poisoned, clean, MANY, outcome), "swap the two");
    wrong(LAB.weigher(trusts, clean, clean, MANY, outcome), "Poisoned images: This is the trust");
  }

  @Test
  void poisonThatIsTrustedMoreOnAverageIsComparedWithWhatWasPicked() {
    final BaseSet base = new ClassMeanDistance().pick(MANY.images(), 20, 0);
    final int bad = MANY.poisonedAmong(base.indices());
    for (final boolean more : new boolean[] {true, false}) {
      final float[] scores = new float[130];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = MANY.isPoisoned(i) == more ? 0.6f : 0.4f;
      }
      final Sifting sifting =
          new Sifting(
              scores, scores, new float[] {0, 1}, new float[] {0.9f, 0.1f}, List.of(), 0.5, 1);
      final Outcome outcome = new Outcome(base, List.of(base), List.of(sifting));
      final String trusts = sifting.drop() > 0 ? "low" : "high";
      final String said =
          LAB.weigher(trusts, more ? 0.4 : 0.6, more ? 0.6 : 0.4, MANY, outcome).toString();
      assertThat(said).contains(": right.", more ? "a poisoned one with 0.600." : "with 0.400.");
      assertThat(said.contains("of these 20 images %d are poisoned".formatted(bad)))
          .isEqualTo(more);
    }
  }

  private static double mean(float[] values, boolean poisoned) {
    return IntStream.range(0, values.length)
        .filter(i -> MANY.isPoisoned(i) == poisoned)
        .mapToDouble(i -> values[i])
        .average()
        .orElseThrow();
  }

  @Test
  void metaSiftIsBrokenByAnAttackThatWorksAndIsPicked() {
    wrong(LAB.breakMetaSift(FEW, always(0)), "an attack that does not work is no attack");
    wrong(LAB.breakMetaSift(MANY, always(1)), "33 images are poisoned");
    // whoever takes everything takes the poison too
    final Exercises all = new Exercises(LAB.split(), TINY.withSifters(1), TRAIN.size(), 3);
    right(all.breakMetaSift(FEW, always(1)), "ASR 100.0 %, NCR 100.000 %");
    final boolean picked = Metrics.ncr(FEW, LAB.metaSift().pick(FEW.images(), 20, 3)).percent() > 0;
    assertThat(LAB.breakMetaSift(FEW, always(1)).state())
        .isEqualTo(picked ? State.RIGHT : State.WRONG);
  }

  @Test
  void theVictimIsAVggTrainedOnThePoisonedSet() {
    final ImageSet images = TinyImages.of(32, 3, 1, 8, 8);
    final Exercises lab = new Exercises(new Split(images, images, ""), TINY, 4, 0);
    final Network victim = lab.train(new BadNets(1, 0.3).poison(images, 0));
    assertThat(victim.architecture().side()).isEqualTo(32);
  }
}
