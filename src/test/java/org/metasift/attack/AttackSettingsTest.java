package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metasift.compute.RandomStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;

/** The counts of the paper, the pictures of the triggers, and what attacks refuse. */
class AttackSettingsTest {
  private static final ImageSet CLEAN = TinyImages.of(6, 3, 1, 40, 60, 50, 30);

  @Test
  void theCountsAreThoseOfThePaper() {
    final ImageSet clean = TinyImages.of(4, 1, 0, 2070, 1500);
    final ImageSet turned = TinyImages.of(4, 1, 0, 1500, 2070);
    assertThat(new BadNets(1, 0.33).poison(turned, 0).poisonedCount()).isEqualTo(1019);
    assertThat(new BadNets(1, 0.25).poison(turned, 0).poisonedCount()).isEqualTo(690);
    assertThat(new TargetedLabelFlip(1, 0, 0.1667).poison(clean, 0).poisonedCount()).isEqualTo(414);
    assertThat(new RandomLabelFlip(0.2).poison(clean, 0).poisonedCount()).isEqualTo(714);
    // in floating point 10 · 0.9 / (1 - 0.9) is 90.00000000000001 or 89.99999999999999
    assertThat(new BadNets(1, 0.9).poison(TinyImages.of(4, 1, 0, 200, 10), 0).poisonedCount())
        .isEqualTo(90);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2})
  void theOrderInWhichTrainingSeesASetDoesNotBeginWithItsPoison(long seed) {
    final ImageSet clean = TinyImages.of(4, 1, 0, 500, 500);
    final int[] order = Batches.permutation(1000, RandomStream.BATCHES.from(seed));
    for (final Poisoner attack : List.of(new RandomLabelFlip(0.2), new BadNetsAllToAll(0.2))) {
      final PoisonedSet poisoned = attack.poison(clean, seed);
      final long first = Arrays.stream(order).limit(100).filter(poisoned::isPoisoned).count();
      assertThat(first).as("of 100, 20 by chance").isBetween(5L, 40L);
    }
  }

  @Test
  void anAttackByItsNameIsThePapers() {
    final ImageSet test = TinyImages.of(8, 3, 1, IntStream.generate(() -> 1).limit(43).toArray());
    final List<Poisoner> papers =
        List.of(
            BadNets.paper(),
            BadNetsAllToAll.paper(),
            Blended.paper(),
            BlendedAllToAll.paper(),
            Smooth.paper(),
            SmoothAllToAll.paper(),
            InputAware.paper(),
            TargetedLabelFlip.paper(),
            RandomLabelFlip.paper(),
            CleanLabel.paper(),
            PoisonFrogs.on(test, 12, 38, 0.1),
            Narcissus.paper());
    assertThat(AttackSpec.names()).hasSameSizeAs(papers);
    for (int k = 0; k < papers.size(); k++) {
      final AttackSpec spec = AttackSpec.of(AttackSpec.names().get(k));
      final Poisoner built = spec.build(test);
      assertThat(built.name()).isEqualTo(papers.get(k).name());
      assertThat(built.revision()).as("the first is 1").isPositive();
      if (!(built instanceof PoisonFrogs)) { // two selections of the test images are not equal
        assertThat(built).isEqualTo(papers.get(k));
      }
      assertThat(AttackSpec.of(spec.name(), 38, 12)).isEqualTo(spec).hasToString(spec.name());
    }
    final PoisonFrogs frogs = (PoisonFrogs) AttackSpec.of("poison-frogs").build(test);
    assertThat(frogs.target()).isEqualTo(38);
    assertThat(frogs.ratio()).isEqualTo(0.1);
    assertThat(frogs.candidates().label(0)).isEqualTo(12);
    assertThat(new AttackSpec("badnets", 3, null, 0.2, null, null).build(test))
        .isEqualTo(new BadNets(3, 0.2));
  }

  @Test
  void theSquareIsWhiteAndAtTheBottomRight() {
    final PoisonedSet poisoned = new BadNets(1, 0.33).poison(CLEAN, 7);
    final int i = poisoned.poisonedIndices()[0];
    final byte[] before = CLEAN.pixels(i);
    final byte[] after = poisoned.images().pixels(i);
    for (int row = 0; row < 6; row++) {
      for (int k = 0; k < 18; k++) {
        final boolean inside = row >= 2 && k >= 6;
        assertThat(after[row * 18 + k]).isEqualTo(inside ? (byte) 255 : before[row * 18 + k]);
      }
    }
  }

  @Test
  void blendingAndAddingFollowTheirFormulas() {
    final float[] values = new float[108];
    values[0] = 1;
    values[1] = -1;
    values[2] = 0.5f;
    final Pattern pattern = new Pattern(6, 6, 3, values);
    final byte[] x = CLEAN.pixels(0);
    final byte[] blended = Trigger.blended(pattern, 0.25).on(CLEAN).pixels(0);
    final byte[] added = Trigger.added(pattern).on(CLEAN).pixels(0);
    assertThat(blended[0] & 0xff).isEqualTo(Math.round(0.75 * (x[0] & 0xff) + 0.25 * 255));
    assertThat(blended[5] & 0xff).isEqualTo(Math.round(0.75 * (x[5] & 0xff)));
    assertThat(added[0] & 0xff).isEqualTo(255);
    assertThat(added[1] & 0xff).isEqualTo(0);
    assertThat(added[2] & 0xff).isEqualTo(Math.min(255, Math.round((x[2] & 0xff) + 127.5)));
    assertThat(added[5]).isEqualTo(x[5]);
  }

  @Test
  @Tag("optimises")
  void aSynthesisedTriggerKeepsItsBound() {
    final Narcissus narcissus = Narcissus.synthesised(1, 0.5).withEffort(1, 20); // of 0.01 each
    assertThat(largestChange(narcissus)).isBetween(8, 16);
  }

  @Test
  @Tag("optimises")
  void aTriggerOfTwoStepsGoesNoFurtherThanThese() {
    final Narcissus quick = Narcissus.synthesised(1, 0.5).withEffort(1, 2); // of 0.01 each
    assertThat(largestChange(quick)).isBetween(3, 6);
    assertThatThrownBy(() -> quick.withEffort(0, 2)).hasMessageContaining("epochs is 0");
    assertThatThrownBy(() -> quick.withEffort(1, 0)).hasMessageContaining("steps is 0");
    final ImageSet clean = TinyImages.of(8, 3, 1, 30, 30);
    assertThat(quick.withEffort(2, 2).poison(clean, 0).images().fingerprint()) // seen otherwise
        .isNotEqualTo(quick.poison(clean, 0).images().fingerprint());
    final Narcissus given = Narcissus.with(Pattern.noise(CLEAN, 0), 1, 0.5);
    assertThatThrownBy(() -> given.withEffort(1, 2)).hasMessageContaining("not for a given one");
  }

  private static int largestChange(Poisoner attack) {
    final ImageSet clean = TinyImages.of(8, 3, 1, 30, 30);
    final PoisonedSet poisoned = attack.poison(clean, 0);
    int largest = 0;
    for (final int i : poisoned.poisonedIndices()) {
      final byte[] before = clean.pixels(i);
      final byte[] after = poisoned.images().pixels(i);
      for (int k = 0; k < before.length; k++) {
        largest = Math.max(largest, Math.abs((before[k] & 0xff) - (after[k] & 0xff)));
      }
    }
    return largest;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void aRatioOutOfRangeIsRefused(double ratio) {
    Stream.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            () -> new BadNets(1, ratio),
            () -> new BadNetsAllToAll(ratio),
            () -> new Blended(1, ratio, 0.2),
            () -> new BlendedAllToAll(ratio, 0.2),
            () -> new Smooth(1, ratio),
            () -> new SmoothAllToAll(ratio),
            () -> new CleanLabel(1, ratio, 0.1),
            () -> new InputAware(1, ratio, 4),
            () -> PoisonFrogs.on(CLEAN, 2, 1, ratio),
            () -> new TargetedLabelFlip(0, 1, ratio),
            () -> new RandomLabelFlip(ratio),
            () -> Narcissus.synthesised(1, ratio))
        .forEach(
            made ->
                assertThatThrownBy(made)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                        "ratio is %s; it must lie between 0.0 and 1.0, bounds excluded", ratio));
  }

  @Test
  void aClassThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> new BadNets(-1, 0.33)).hasMessageContaining("target is -1");
    assertThatThrownBy(() -> new BadNets(4, 0.33).poison(CLEAN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("target class 4 is unknown")
        .hasMessageContaining("0 to 3");
    assertThatThrownBy(() -> new TargetedLabelFlip(9, 1, 0.1).poison(CLEAN, 0))
        .hasMessageContaining("source class 9 is unknown");
    assertThatThrownBy(() -> new TargetedLabelFlip(1, 9, 0.1).poison(CLEAN, 0))
        .hasMessageContaining("target class 9 is unknown");
    assertThatThrownBy(() -> new BadNets(1, 0.33).poison(TinyImages.of(6, 3, 1, 5, 0), 0))
        .hasMessage("target class 1 (class 1) has no image in the set");
    assertThatThrownBy(() -> new RandomLabelFlip(0.2).poison(TinyImages.of(6, 3, 1, 5), 0))
        .hasMessage("the set has 1 class; at least 2 are needed to change labels");
    assertThatThrownBy(() -> new TargetedLabelFlip(1, 1, 0.1))
        .hasMessage("source and target are both class 1; they must differ");
  }

  @Test
  void oneImageMayBePoisonedAndAllThatThereAreMay() {
    final ImageSet clean = TinyImages.of(6, 3, 1, 20, 20);
    assertThat(new BadNets(1, 0.05).poison(clean, 0).poisonedCount()).isEqualTo(1);
    assertThat(new BadNets(1, 0.5).poison(clean, 0).poisonedCount()).isEqualTo(20);
  }

  @Test
  void tooManyOrNoPoisonedImagesAreRefused() {
    assertThatThrownBy(() -> new BadNets(1, 0.75).poison(TinyImages.of(6, 3, 1, 20, 10), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ratio 0.75 asks for 30 poisoned images; 1 to 20");
    assertThatThrownBy(() -> new BadNets(1, 0.01).poison(TinyImages.of(6, 3, 1, 50, 10), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("asks for 0");
    assertThatThrownBy(
            () -> new TargetedLabelFlip(0, 1, 0.5).poison(TinyImages.of(6, 3, 1, 9, 10), 0))
        .hasMessageContaining("1 to 9, the images of the source class");
  }

  @Test
  void aVictimThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> PoisonFrogs.on(CLEAN, 2, 2, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("images of other classes than the target, 2");
    assertThatThrownBy(() -> new PoisonFrogs(1, 0.1, CLEAN.select()))
        .hasMessageContaining("as candidates for the victim of Poison Frogs");
    assertThatThrownBy(() -> PoisonFrogs.on(CLEAN, 7, 1, 0.1))
        .hasMessageContaining("source class 7 is unknown");
    assertThatThrownBy(
            () -> PoisonFrogs.on(TinyImages.of(8, 3, 1, 3, 3), 0, 1, 0.5).poison(CLEAN, 0))
        .hasMessageContaining("classes and sizes must be equal");
  }

  @Test
  void aGeneratorNeedsSidesItCanHalveTwice() {
    assertThatThrownBy(() -> new InputAware(1, 0.33, 4).poison(CLEAN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiples of 4; these are of 6 x 6");
  }

  @Test
  void aTriggerThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new BadNets(1, 0.33).poison(TinyImages.of(3, 1, 0, 20, 20), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 x 4 pixels for images of 3 x 3");
    final Pattern grey = Pattern.noise(TinyImages.of(6, 1, 0, 1), 0);
    assertThatThrownBy(() -> Narcissus.with(grey, 1, 0.5).poison(CLEAN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a trigger of 6 x 6 x 1 for images of 6 x 6 x 3");
    assertThatThrownBy(() -> new Pattern(1, 1, 1, new float[] {Float.NaN}))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Pattern(2, 1, 1, new float[1])).hasMessageContaining("1 values");
  }
}
