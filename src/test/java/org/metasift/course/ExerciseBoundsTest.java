package org.metasift.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metasift.attack.Backdoor;
import org.metasift.attack.BadNets;
import org.metasift.attack.Blended;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.RandomLabelFlip;
import org.metasift.attack.Trigger;
import org.metasift.course.Verdict.State;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.data.Split;
import org.metasift.data.TinyImages;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.file.Tensor;
import org.metasift.sift.BaseSet;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.TinySettings;

/** Answers at the very bounds of what is allowed, and mistakes that only some data tell apart. */
class ExerciseBoundsTest {
  private static final ImageSet TRAIN = TinyImages.of(8, 3, 1, 40, 50, 40);
  private static final ImageSet TEST = TinyImages.of(8, 3, 2, 3, 20, 2);
  private static final MetaSift.Settings TINY =
      TinySettings.tiny().withBatchSize(32).withWeigherLearningRate(0.01);
  private static final Trigger SQUARE = Trigger.whiteSquare(4);

  private static Exercises lab(ImageSet test, int budget) {
    return new Exercises(new Split(TRAIN, test, "tiny"), TINY, budget, 3);
  }

  /** Says class 1 of images whose mean brightness, 0 to 1, is above a threshold, else class 0. */
  private static Network bright(double threshold) {
    final ResNet18 architecture = new ResNet18(1, 3, 3);
    final Map<String, Tensor> state = new LinkedHashMap<>();
    Network.untrained(architecture, 0)
        .state()
        .forEach(
            (name, tensor) -> {
              final float[] values = new float[tensor.values().length];
              if (name.equals("conv1.weight")) {
                IntStream.range(0, 3).forEach(c -> values[9 * c + 4] = 1f / 3);
              } else if (name.endsWith("shortcut.0.weight")) {
                values[0] = 1;
              } else if (name.equals("linear.weight")) {
                values[8] = 1000;
              } else if (name.equals("linear.bias")) {
                values[1] = (float) (-1000 * threshold);
                values[2] = -1e6f;
              }
              final boolean identity = tensor.shape().length == 1 && !name.startsWith("linear");
              state.put(name, identity ? tensor : new Tensor(tensor.shape().clone(), values));
            });
    return Network.of(architecture, state);
  }

  private static final Network ALWAYS_ONE = bright(-1);

  /** Some images of class 0 with the square and the label 1, and what is to come of it. */
  private static PoisonedSet planted(int count, Trigger trigger, int... wanted) {
    final int[] chosen = IntStream.of(TRAIN.indicesOf(0)).limit(count).toArray();
    final ImageSet marked = SQUARE.on(TRAIN.select(chosen));
    final ImageSetEditor editor = TRAIN.edit();
    final BitSet poisoned = new BitSet();
    for (int k = 0; k < count; k++) {
      editor.pixels(chosen[k], marked.pixels(k)).label(chosen[k], 1);
      poisoned.set(chosen[k]);
    }
    return new PoisonedSet(
        editor.done(), poisoned, new BadNets(1, 0.1), 0, new Backdoor(trigger, wanted));
  }

  private static void right(Verdict verdict, String said) {
    assertThat(verdict.state()).as(verdict.toString()).isEqualTo(State.RIGHT);
    assertThat(verdict.message()).contains(said);
  }

  private static void wrong(Verdict verdict, String hint) {
    assertThat(verdict.state()).as(verdict.toString()).isEqualTo(State.WRONG);
    assertThat(verdict.message()).contains(hint);
  }

  @Test
  void oneImageAndFourPercentMayBePoisonedNoneAndMoreMayNot() {
    final Exercises lab = lab(TEST, 20);
    right(lab.plant(planted(1, SQUARE, 1, 1, 1), ALWAYS_ONE), "with 1 poisoned images");
    right(lab.plant(planted(5, SQUARE, 1, 1, 1), ALWAYS_ONE), "with 5 poisoned images");
    wrong(lab.plant(planted(6, SQUARE, 1, 1, 1), ALWAYS_ONE), "6 images are poisoned; 1 to 5");
    wrong(lab.plant(planted(0, SQUARE, 1, 1, 1), ALWAYS_ONE), "0 images are poisoned; 1 to 5");
  }

  @Test
  void aTriggerMayChangeSixtyFourPixels() {
    final PoisonedSet whole = new Blended(1, 0.09, 0.5).poison(TRAIN, 0);
    right(lab(TEST, 20).plant(whole, ALWAYS_ONE), "");
  }

  @Test
  void aTriggerThatAttackedImagesBearAlreadyIsNone() {
    final ImageSetEditor editor = TEST.edit();
    for (final int i : TEST.indicesOf(0)) {
      final byte[] white = new byte[TEST.imageBytes()];
      Arrays.fill(white, (byte) 255);
      editor.pixels(i, white);
    }
    wrong(
        lab(editor.done(), 20).plant(planted(5, SQUARE, 1, 1, 2), ALWAYS_ONE),
        "this attack has no trigger");
    right(lab(TEST, 20).plant(planted(5, SQUARE, 1, 1, 2), ALWAYS_ONE), "ASR 100.0 %");
  }

  @Test
  void theRatesOfAPlantedBackdoorMayLieOnTheirBounds() {
    // class 1 alone is answered: what ACC and ASR are is a matter of how many images it has
    final PoisonedSet toOne = planted(5, SQUARE, 1, 1, 1);
    right(lab(TinyImages.of(8, 3, 2, 1, 3, 1), 20).plant(toOne, ALWAYS_ONE), "ACC 60.0 %");
    wrong(lab(TinyImages.of(8, 3, 2, 2, 3, 1), 20).plant(toOne, ALWAYS_ONE), "the ACC must be");
    final PoisonedSet toNext = planted(5, SQUARE, 1, 2, 0);
    wrong(
        lab(TinyImages.of(8, 3, 2, 3, 0, 1), 20).plant(toNext, ALWAYS_ONE),
        "ASR 75.0 %, ACC 0.0 %: the ACC must be");
    wrong(
        lab(TinyImages.of(8, 3, 2, 2, 0, 1), 20).plant(toNext, ALWAYS_ONE),
        "ASR 66.7 %, ACC 0.0 %: the ASR must be");
  }

  @Test
  void eachMistakeInMeasuringTheAsrHasItsHint() {
    // of 3 + 20 + 2 images 5 are attacked and 3 hit; 20 of class 1 are called by their name
    final PoisonedSet mixed = planted(5, SQUARE, 1, 1, 0);
    final Exercises lab = lab(TEST, 20);
    right(lab.asr(60.0, mixed, ALWAYS_ONE), "");
    wrong(lab.asr(92.0, mixed, ALWAYS_ONE), "You counted images of the target class");
    wrong(lab.asr(12.0, mixed, ALWAYS_ONE), "still divide by all test images");
    wrong(lab.asr(40.0, mixed, ALWAYS_ONE), "not fooled");
    wrong(lab.asr(61.0, mixed, ALWAYS_ONE), "Too large");
  }

  @Test
  void imagesTakenForTheWantedClassWithoutTheTriggerAreAMistakeOfTheirOwn() {
    // class 2 is dark and the others are not; the trigger makes all of them white
    final Trigger white =
        images -> Trigger.paint(images, pixels -> Arrays.fill(pixels, (byte) 255));
    final PoisonedSet toOne = planted(5, white, 1, 1, 1);
    final Exercises lab = lab(TEST, 20);
    right(lab.asr(100.0, toOne, bright(0.4)), "");
    wrong(lab.asr(60.0, toOne, bright(0.4)), "without the trigger");
  }

  @Test
  void theShareAmongThePicksOfTheTargetClassIsNoNcr() {
    final PoisonedSet truth = planted(4, SQUARE, 1, 1, 1);
    final int[] bad = truth.poisonedIndices();
    final int[] own = TRAIN.indicesOf(1);
    final int[] other = TRAIN.indicesOf(2);
    final BaseSet base = pick(truth, bad[0], bad[1], own[0], own[1], own[2], other[0], other[1]);
    final Exercises lab = lab(TEST, 7);
    wrong(lab.ncr(40.0, truth, base), "among the picks of the target class");
    right(lab.ncr(100 * (2 / 7.0) / (4 / 130.0), truth, base), "");
    // where none of that class was picked there is no such share
    final BaseSet without = pick(truth, other[0], other[1]);
    right(lab.ncr(0.0, truth, without), "");
    wrong(lab.ncr(100.0, truth, without), "Too large");
  }

  private static BaseSet pick(PoisonedSet truth, int... indices) {
    final ImageSet images = truth.images();
    return new BaseSet(
        "x",
        "",
        0,
        images.fingerprint(),
        IntStream.of(indices)
            .mapToObj(i -> new BaseSet.Pick(i, images.id(i), images.label(i), 1))
            .toList(),
        0);
  }

  @Test
  void anAttackThatMetaSiftLeavesOutDoesNotBreakIt() {
    final Exercises lab = lab(TEST, 6);
    final PoisonedSet one = planted(1, SQUARE, 1, 1, 1);
    final BaseSet base = lab.metaSift().pick(one.images(), 6, lab.seed());
    assertThat(one.poisonedAmong(base.indices())).isZero();
    wrong(lab.breakMetaSift(one, ALWAYS_ONE), "NCR 0.000 %");
    wrong(lab.breakMetaSift(one, ALWAYS_ONE), "Meta-Sift left all of it out");
  }

  @Test
  void whatBreaksMetaSiftWantsAClassAndWorksHalfTheTime() {
    wrong(
        lab(TEST, 20).breakMetaSift(new RandomLabelFlip(0.03).poison(TRAIN, 0), ALWAYS_ONE),
        "has no target class");
    final PoisonedSet toNext = planted(5, SQUARE, 1, 2, 0);
    right(
        lab(TinyImages.of(8, 3, 2, 1, 0, 1), TRAIN.size()).breakMetaSift(toNext, ALWAYS_ONE),
        "ASR 50.0 %, NCR 100.000 %");
    wrong(
        lab(TinyImages.of(8, 3, 2, 1, 0, 2), TRAIN.size()).breakMetaSift(toNext, ALWAYS_ONE),
        "ASR 33.3 %: an attack that does not work");
  }

  @Test
  void theSettingsOfTheLessonAreThoseGiven() {
    final Exercises lab = lab(TEST, 20);
    assertThat(lab.seed()).isEqualTo(3);
    assertThat(lab.budget()).isEqualTo(20);
    assertThat(lab.split().test()).isSameAs(TEST);
    final Exercises usual = new Exercises(lab.split(), 5);
    assertThat(usual.seed()).isEqualTo(5);
    assertThat(usual.budget()).isEqualTo(256);
    assertThat(usual.metaSift().settings()).contains("compact").contains("sifters 2");
  }

  @Test
  void verdictsStandInATable() {
    final var table =
        Verdict.table(
            new Verdict("1 plant a backdoor", State.RIGHT, ""),
            new Verdict("2 measure it", State.WRONG, "no"),
            new Verdict("3 NCR by hand", State.OPEN, ""));
    assertThat(table.name()).isEqualTo("1 of 3 exercises are right");
    assertThat(table.stringColumn("exercise").asList())
        .isEqualTo(List.of("1 plant a backdoor", "2 measure it", "3 NCR by hand"));
    assertThat(table.stringColumn("answer").asList())
        .isEqualTo(List.of("right", "not yet", "not answered yet"));
  }
}
