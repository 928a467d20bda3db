package org.metasift.data.signs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.metasift.Fixture;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.data.Split;

class SignSetTest {
  private static Split standard;
  private static Split small;

  @BeforeAll
  static void draw() {
    standard = SignSet.make(0);
    small = SignSet.cached(Fixture.drawnSigns(), SignSet.Size.SMALL, 0);
  }

  @Test
  void theStandardSetHasTheProportionsOfTheBenchmark() {
    assertThat(standard.train().size()).isBetween(12_950, 13_050);
    assertThat(standard.test().size()).isBetween(3_950, 4_050);
    final int[] real = SignClasses.trainingCounts();
    assertThat(IntStream.of(real).sum()).isEqualTo(39_209);
    final int[] train = standard.train().classCounts();
    final int[] test = standard.test().classCounts();
    for (int label = 0; label < 43; label++) {
      assertThat((double) train[label]).isCloseTo(real[label] * 13_000 / 39_209.0, within(0.51));
      assertThat((double) test[label]).isCloseTo(real[label] * 4_000 / 39_209.0, within(0.51));
    }
  }

  @Test
  void theSmallSetHasEnoughOfEveryClass() {
    assertThat(small.train().size()).isBetween(2_900, 3_200);
    assertThat(small.test().size()).isBetween(950, 1_100);
    assertThat(IntStream.of(small.train().classCounts()).min()).hasValue(25);
    assertThat(IntStream.of(small.test().classCounts()).min()).hasValue(8);
    assertThat(small.train().classCounts()[38]).isGreaterThan(150);
  }

  @Test
  void itIsThirtyTwoPixelsOfRgbWithNames() {
    assertThat(small.train())
        .hasToString("%,d images, 32 x 32 RGB, 43 classes".formatted(small.train().size()));
    assertThat(small.train().classNames()).hasSize(43).doesNotHaveDuplicates();
    assertThat(small.train().classNames().get(38)).isEqualTo("keep right");
    assertThat(small.origin()).contains("small").contains("seed 0").endsWith(".");
  }

  @Test
  void theSameSeedDrawsTheSameOnAnyNumberOfThreads() throws Exception {
    final ForkJoinPool one = new ForkJoinPool(1);
    try {
      final Split again = one.submit(() -> SignSet.small(0)).get();
      assertThat(again.train().fingerprint()).isEqualTo(small.train().fingerprint());
      assertThat(again.test().fingerprint()).isEqualTo(small.test().fingerprint());
      assertThat(again.train().ids()).isEqualTo(small.train().ids());
      assertThat(again.test().ids()).isEqualTo(small.test().ids());
      assertThat(again.origin()).isEqualTo(small.origin());
    } finally {
      one.shutdown();
    }
  }

  @Test
  void anotherSeedDrawsOthers() {
    final Split other = SignSet.small(1);
    final Set<ByteBuffer> images = images(small.train());
    images.retainAll(images(other.train()));
    assertThat(images).isEmpty();
  }

  @Test
  void noTestImageIsATrainingImageAndNoTwoAreEqual() {
    final Set<ByteBuffer> train = images(standard.train());
    final Set<ByteBuffer> test = images(standard.test());
    assertThat(train).hasSize(standard.train().size());
    assertThat(test).hasSize(standard.test().size());
    train.retainAll(test);
    assertThat(train).isEmpty();
  }

  @Test
  void idsNameTrackAndFrameAndTracksHaveSeveralFrames() {
    assertThat(standard.train().ids())
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("signs/train/\\d\\d/track\\d{3}/frame\\d\\d"));
    assertThat(standard.test().ids()).allMatch(id -> id.startsWith("signs/test/"));
    final ImageSet train = standard.train();
    for (int i = 0; i < train.size(); i += 97) {
      assertThat(train.id(i)).startsWith("signs/train/%02d/".formatted(train.label(i)));
    }
    final long tracks = train.ids().stream().map(id -> id.substring(0, 24)).distinct().count();
    assertThat(train.size() / (double) tracks).isBetween(5.0, 9.0);
  }

  @Test
  void framesOfATrackResembleEachOtherMoreThanOtherSignsOfTheClass() {
    final ImageSet train = standard.train();
    double within = 0;
    double across = 0;
    final int[] keepRight = train.indicesOf(38);
    for (int k = 0; k + 40 < keepRight.length; k++) {
      within += distance(train.pixels(keepRight[k]), train.pixels(keepRight[k + 1]));
      across += distance(train.pixels(keepRight[k]), train.pixels(keepRight[k + 40]));
    }
    assertThat(within).isLessThan(0.6 * across);
  }

  @Test
  void lightVariesAsMuchAsOnARoad() {
    final double[] brightness =
        IntStream.range(0, standard.train().size())
            .mapToDouble(i -> mean(standard.train().pixels(i)))
            .sorted()
            .toArray();
    assertThat(brightness[brightness.length / 20]).isLessThan(40);
    assertThat(brightness[brightness.length / 2]).isBetween(50.0, 110.0);
    assertThat(brightness[brightness.length * 19 / 20]).isGreaterThan(150);
  }

  @Test
  void fewImagesHaveAWhiteSquareInTheTriggersCorner() {
    final long white =
        IntStream.range(0, standard.train().size())
            .filter(i -> whiteCorner(standard.train().pixels(i)))
            .count();
    assertThat(white).isLessThan(standard.train().size() / 20);
  }

  @Test
  void theNearestToTheirClassMeanAreNoCleanBaseSet() {
    // BadNets, a third of the class poisoned: a base set by distance must stay visibly corrupted,
    // as on GTSRB (15 %), or the set would be too easy to sift; 100 % = as bad as a random pick
    assertThat(corruptionOfNearest(standard.train(), 1_000)).isBetween(10.0, 90.0);
  }

  @Test
  void everySignIsPaintedDifferently() {
    final int size = SignPainter.SIZE;
    final int[][] signs = new int[43][];
    for (int label = 0; label < signs.length; label++) {
      signs[label] = SignPainter.paint(label).getRGB(0, 0, size, size, null, 0, size);
    }
    for (int a = 0; a < signs.length; a++) {
      for (int b = 0; b < a; b++) {
        assertThat(difference(signs[a], signs[b])).as("signs %d and %d", a, b).isGreaterThan(0.01);
      }
    }
  }

  @Test
  void noFontIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.awt.Font")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.metasift.data"));
  }

  @Test
  void interruptingStopsTheDrawing() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> SignSet.small(5)).isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** The share of the picture in which two clean signs differ visibly. */
  private static double difference(int[] a, int[] b) {
    return IntStream.range(0, a.length).filter(k -> a[k] != b[k]).count() / (double) a.length;
  }

  private static Set<ByteBuffer> images(ImageSet set) {
    final Set<ByteBuffer> images = new HashSet<>();
    for (int i = 0; i < set.size(); i++) {
      images.add(ByteBuffer.wrap(set.pixels(i)));
    }
    return images;
  }

  private static double distance(byte[] a, byte[] b) {
    return IntStream.range(0, a.length).map(k -> Math.abs((a[k] & 255) - (b[k] & 255))).sum();
  }

  private static double mean(byte[] pixels) {
    return IntStream.range(0, pixels.length).map(k -> pixels[k] & 255).average().orElseThrow();
  }

  /** NCR, in percent, of the {@code budget} images nearest (L1) to their class means. */
  private static double corruptionOfNearest(ImageSet clean, int budget) {
    final Set<Integer> poisoned = new HashSet<>();
    final SplittableRandom dice = new SplittableRandom(0);
    final int wanted = (int) Math.round(clean.classCounts()[38] * 0.33 / 0.67);
    final ImageSetEditor editor = clean.edit();
    while (poisoned.size() < wanted) {
      final int i = dice.nextInt(clean.size());
      if (clean.label(i) != 38 && poisoned.add(i)) {
        final byte[] pixels = clean.pixels(i);
        IntStream.range(0, 48)
            .forEach(k -> pixels[3 * (32 * (28 + k / 12) + 28) + k % 12] = (byte) 255);
        editor.pixels(i, pixels).label(i, 38);
      }
    }
    final ImageSet set = editor.done();
    int picked = 0;
    int wrong = 0;
    for (int label = 0; label < set.classes(); label++) {
      final int[] members = set.indicesOf(label);
      final double[] mean = new double[set.imageBytes()];
      for (final int i : members) {
        final byte[] pixels = set.pixels(i);
        Arrays.setAll(mean, k -> mean[k] + (pixels[k] & 255) / (double) members.length);
      }
      final int share = (int) Math.ceil(budget * members.length / (double) set.size());
      final int[] nearest =
          IntStream.of(members)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> distanceTo(mean, set.pixels(i))))
              .limit(share)
              .mapToInt(Integer::intValue)
              .toArray();
      picked += nearest.length;
      wrong += (int) IntStream.of(nearest).filter(poisoned::contains).count();
    }
    return 100.0 * wrong / picked / ((double) wanted / set.size());
  }

  private static double distanceTo(double[] mean, byte[] pixels) {
    double sum = 0;
    for (int k = 0; k < mean.length; k++) {
      sum += Math.abs(mean[k] - (pixels[k] & 255));
    }
    return sum;
  }

  private static boolean whiteCorner(byte[] pixels) {
    return IntStream.range(0, 4 * 4 * 3)
        .allMatch(k -> (pixels[3 * (32 * (28 + k / 12) + 28) + k % 12] & 255) > 235);
  }
}
