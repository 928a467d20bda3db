package org.metasift.sift.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.metasift.Fixture;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.data.ImageShape;
import org.metasift.data.TinyImages;
import org.metasift.nn.Inference;
import org.metasift.sift.ViewScores;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.Sifting;
import org.metasift.sift.metasift.TinySettings;

/** Scores whose values are known on paper. */
class ClosedFormsTest {
  /**
   * Features h = (±1, 1) with as many of either sign: A = (1 + λ) I with λ = 0.001, so hᵀA⁻¹h = 2 /
   * 1.001. Two classes give e = ±(p, -p), p the probability of the wrong class: B = s (1, -1)(1,
   * -1)ᵀ + 0.001 s I with s the mean of p², so eᵀB⁻¹e = 2 p² / (2.001 s).
   */
  @Test
  void selfInfluenceIsThatOfTheLastLayer() {
    final double[] wrong = {0.1, 0.2, 0.4, 0.9}; // p
    final float[][] features = {{1}, {-1}, {1}, {-1}};
    final float[][] scores = new float[4][];
    double s = 0;
    for (int i = 0; i < 4; i++) {
      scores[i] = new float[] {(float) Math.log((1 - wrong[i]) / wrong[i]), 0};
      s += wrong[i] * wrong[i] / 4;
    }
    try (NDManager root = Compute.open()) {
      final double[] found =
          SelfInfluence.scores(root, new Inference.Outputs(features, scores), 0, 0, 0, 0);
      for (int i = 0; i < 4; i++) {
        final double expected = -(2 / 1.001) * (2 * wrong[i] * wrong[i] / (2.001 * s));
        assertThat(found[i]).isCloseTo(expected, within(1e-3 * -expected));
      }
    }
  }

  /** The class varies most along the first axis: of its points at ±3 and ±1 these are the odd. */
  @Test
  void spectralScoresAreSquaresAlongTheFirstDirectionOfTheClass() {
    final float[][] features = {{5, 8}, {-1, 8}, {2, 9}, {2, 7}, {700, -900}};
    final double[] scores = new double[5];
    SpectralFilter.score(new int[] {0, 1, 2, 3}, features, new SplittableRandom(1), scores);
    final double[] expected = {-9, -9, 0, 0, 0}; // the last is of another class: left alone
    for (int i = 0; i < 5; i++) {
      assertThat(scores[i]).isCloseTo(expected[i], within(1e-6));
    }
  }

  /** Nothing to tell apart is nothing to suspect, and no number that is none. */
  @Test
  void aClassOfEqualFeaturesAndOneWithoutImagesHaveNoFirstDirection() {
    final float[][] features = {{5, 8}, {5, 8}, {5, 8}};
    final double[] scores = {1, 1, 7};
    SpectralFilter.score(new int[] {0, 1}, features, new SplittableRandom(1), scores);
    SpectralFilter.score(new int[0], features, new SplittableRandom(1), scores);
    assertThat(scores[0]).isZero();
    assertThat(scores[1]).isZero();
    assertThat(scores[2]).as("of another class: left alone").isEqualTo(7);
  }

  @Test
  void anImageIsTrustedLessTheFurtherItIsFromThePictureOfItsClass() {
    final ImageSet images =
        ImageSet.of(
            new byte[] {10, 20, 30, 40, (byte) 250, 0},
            new int[] {0, 1, 0},
            new ImageShape(1, 2, 1),
            TinyImages.names(2),
            List.of("a", "b", "c"));
    final float[][] pictures = {{10, 24}, {30, 41}};
    assertThat(ClassMeanDistance.scores(images, pictures))
        .containsExactly(-4 / 2.0, -1 / 2.0, -(240 + 24) / 2.0);
  }

  @Test
  void theNetworkTakesTheInvertedPictureOfAClassForThatClass() {
    final ImageSet signs = Fixture.signs().test();
    final float[][] pictures = ModelInversion.inverted(Fixture.clean(), signs);
    ImageSetEditor editor = signs.edit();
    for (int c = 0; c < pictures.length; c++) {
      final byte[] pixels = new byte[pictures[c].length];
      for (int k = 0; k < pixels.length; k++) {
        pixels[k] = (byte) Math.round(pictures[c][k]);
      }
      editor = editor.pixels(c, pixels);
    }
    final int[] taken =
        Inference.predict(Fixture.clean(), editor.done().select(0, 1, 2, 3, 4, 5, 6, 7));
    assertThat(taken).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void costsAndTrustAreMeansOverAllViews() {
    final Iterator<float[]> seen =
        List.of(new float[] {1, 2}, new float[] {3, 7}, new float[] {5, 0}).iterator();
    final ViewScores scores =
        ViewScores.of(2, 3, seen::next, costs -> new float[] {costs[0] * costs[0], -costs[1]});
    assertThat(scores.costs()).usingComparatorWithPrecision(1e-6f).containsExactly(3, 3);
    assertThat(scores.scores())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly((1 + 9 + 25) / 3f, -3);
  }

  @Test
  void everyViewMovesTheImages() {
    final MetaSift.Settings once = TinySettings.tiny();
    final ImageSet images = TinyImages.of(8, 3, 1, 25, 23);
    final List<Sifting> found = MetaSift.compare(List.of(once, once.withViews(2)), images, 0, 3);
    int moved = 0; // two views of one network: equal costs where nothing moves the image
    for (int i = 0; i < images.size(); i++) {
      moved += Math.abs(found.get(0).costs()[i] - found.get(1).costs()[i]) > 1e-6 ? 1 : 0;
    }
    assertThat(moved).isGreaterThan(images.size() / 2);
  }
}
