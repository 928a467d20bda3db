package org.metasift.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.metasift.attack.surrogate.Surrogate;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.data.TinyImages;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;

/**
 * What attacks optimise, beside the formulas of their papers written out over plain numbers, one
 * image at a time; the network's gradient alone is the program's.
 */
@Tag("optimises")
class WrittenOutStepsTest {
  private static final int SIDE = 8;
  private static final int AREA = SIDE * SIDE;
  private static final int TARGET = 1;
  private static final long SEED = 4;

  /** 36 images; what is on the left is black, and on the right white. */
  private static final ImageSet CLEAN = halfBlackHalfWhite(TinyImages.of(SIDE, 3, 1, 12, 12, 12));

  private static ImageSet halfBlackHalfWhite(ImageSet images) {
    final ImageSetEditor editor = images.edit();
    for (int i = 0; i < images.size(); i++) {
      final byte[] pixels = images.pixels(i);
      for (int k = 0; k < pixels.length; k++) {
        final int column = k / 3 % SIDE;
        if (column < 2) {
          pixels[k] = 0;
        } else if (column >= SIDE - 2) {
          pixels[k] = (byte) 255;
        }
      }
      editor.pixels(i, pixels);
    }
    return editor.done();
  }

  @AfterEach
  void showNothing() {
    Progress.showOn(Progress.Display.silent());
  }

  /** Twenty steps of a tenth of the radius, never beyond the radius nor beyond black and white. */
  @Test
  void cleanLabelClimbsByTheSignOfTheGradient() {
    final double radius = 0.08;
    final ImageSet own = CLEAN.select(CLEAN.indicesOf(TARGET));
    final Network surrogate = Surrogate.train(CLEAN, SEED);
    final double[][] start = planes(own);
    final double[][] x = planes(own);
    for (int step = 0; step < 20; step++) {
      final double[][] gradient = gradients(surrogate, x, own.labels());
      for (int i = 0; i < x.length; i++) {
        for (int k = 0; k < x[i].length; k++) {
          final double moved = x[i][k] + Math.signum(gradient[i][k]) * radius / 10;
          final double near = clip(moved, start[i][k] - radius, start[i][k] + radius);
          x[i][k] = clip(near, 0, 1);
        }
      }
    }
    final double[][] found = planes(new CleanLabel(TARGET, 0.5, radius).hardened(own, surrogate));
    assertThat(shareWithin(found, x, 1.01 / 255)).isGreaterThan(0.99);
    assertThat(shareWithin(found, start, 0.5 * radius)).as("they moved").isLessThan(0.6);
  }

  /** Adam on the distance of the features from the victim's, and that of the pixels. */
  @Test
  void poisonFrogsDescendFromABlendAlongBothTerms() {
    final ImageSet bases = CLEAN.select(CLEAN.indicesOf(TARGET));
    final ImageSet victim = CLEAN.select(CLEAN.indicesOf(2)[0]);
    final Network surrogate = Surrogate.train(CLEAN, SEED);
    final double[][] b = planes(bases);
    final double[] t = planes(victim)[0];
    final double[][] x = new double[b.length][t.length];
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < t.length; k++) {
        x[i][k] = 0.7 * b[i][k] + 0.3 * t[k];
      }
    }
    final double[][] blend = copy(x);
    final NaiveAdam adam = new NaiveAdam(x.length, t.length, 0.01);
    for (int step = 0; step < 150; step++) {
      final double[][] gradient = featureGradients(surrogate, x, t);
      for (int i = 0; i < x.length; i++) {
        for (int k = 0; k < t.length; k++) {
          gradient[i][k] += 2 * (x[i][k] - b[i][k]) / t.length;
        }
      }
      adam.step(x, gradient);
      for (final double[] one : x) {
        for (int k = 0; k < one.length; k++) {
          one[k] = clip(one[k], 0, 1);
        }
      }
    }
    final double[][] found = planes(PoisonFrogs.collided(bases, victim, surrogate));
    assertThat(shareWithin(found, x, 1.01 / 255)).isGreaterThan(0.99);
    assertThat(shareWithin(found, blend, 3.0 / 255)).as("they moved").isLessThan(0.7);
  }

  /** δ = 0.2 N(G P Gᵀ), P by Adam on the mean cost of the target's label. */
  @Test
  void smoothDescendsOnTheCostOfTheTarget() {
    final int steps = 3;
    final Pattern made =
        SmoothTrigger.make(CLEAN, TARGET, new Narcissus.Effort(Surrogate.EPOCHS, steps), SEED);
    final Network surrogate = Surrogate.train(CLEAN, SEED);
    final double[][] images = planes(CLEAN);
    final int[] wanted = IntStream.range(0, CLEAN.size()).map(i -> TARGET).toArray();
    final double[][] p = new double[1][3 * AREA];
    final NaiveAdam adam = new NaiveAdam(1, 3 * AREA, 0.05);
    for (int step = 0; step < steps; step++) {
      final double[] delta = moved(blurred(p[0]));
      final double[][] x = copy(images);
      for (final double[] one : x) {
        for (int k = 0; k < one.length; k++) {
          one[k] = clip(one[k] + delta[k], 0, 1);
        }
      }
      final double[] sum = new double[3 * AREA];
      for (final double[] one : gradients(surrogate, x, wanted)) {
        for (int k = 0; k < sum.length; k++) {
          sum[k] += one[k];
        }
      }
      adam.step(p, new double[][] {blurred(sum)});
    }
    final double[] expected = moved(blurred(p[0]));
    for (int k = 0; k < expected.length; k++) {
      final int place = k % AREA * 3 + k / AREA;
      assertThat((double) made.value(place)).isCloseTo(expected[k], within(0.004));
    }
  }

  /** 0.2 N(x): moved and scaled to [0, 1]. */
  private static double[] moved(double... x) {
    final double low = IntStream.range(0, x.length).mapToDouble(k -> x[k]).min().orElseThrow();
    final double high = IntStream.range(0, x.length).mapToDouble(k -> x[k]).max().orElseThrow();
    return IntStream.range(0, x.length)
        .mapToDouble(k -> high == low ? 0 : 0.2 * (x[k] - low) / (high - low))
        .toArray();
  }

  /** G x Gᵀ, plane by plane, with G a Gaussian of a deviation of 6 / 32 of the side. */
  private static double[] blurred(double... x) {
    final double[] sums = new double[x.length];
    final double deviation = SIDE * 6.0 / 32;
    for (int k = 0; k < x.length; k++) {
      for (int other = 0; other < AREA; other++) {
        final int rows = k % AREA / SIDE - other / SIDE;
        final int columns = k % SIDE - other % SIDE;
        sums[k] +=
            x[k / AREA * AREA + other]
                * Math.exp(-(rows * rows + columns * columns) / (2 * deviation * deviation));
      }
    }
    return sums;
  }

  /** Of three greys the middle one is easily reached by light, the darkest not at all. */
  @Test
  void smoothTakesAllItsStepsUnlessAFifthIsFooledBefore() {
    final int most = 4;
    final List<Long> taken = new ArrayList<>();
    Progress.showOn(
        (title, total) ->
            (done, note, finished) -> {
              if (finished && title.startsWith("Smooth")) {
                assertThat(total).isEqualTo(most);
                taken.add(done);
              }
            });
    final ImageSet greys = greys();
    for (int target = 0; target < 2; target++) {
      final Pattern made =
          SmoothTrigger.make(greys, target, new Narcissus.Effort(Surrogate.EPOCHS, most), SEED);
      if (taken.get(target) < most) {
        assertThat(fooled(greys, target, made)).isGreaterThanOrEqualTo(0.2);
      } else {
        assertThat(fooled(greys, target, made)).as("after one step more").isLessThan(0.2);
      }
    }
    assertThat(taken).containsExactly(4L, 1L);
  }

  private static ImageSet greys() {
    final ImageSet images = TinyImages.of(SIDE, 3, 1, 200, 200, 200);
    final ImageSetEditor editor = images.edit();
    final SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < images.size(); i++) {
      final byte[] pixels = new byte[images.imageBytes()];
      for (int k = 0; k < pixels.length; k++) {
        pixels[k] = (byte) (70 + 20 * images.label(i) + random.nextInt(40));
      }
      editor.pixels(i, pixels);
    }
    return editor.done();
  }

  /** The share of other classes' images that are taken for something else with a pattern. */
  private static double fooled(ImageSet images, int target, Pattern pattern) {
    final Network surrogate = Surrogate.train(images, SEED);
    final ImageSet others = images.select(Poisoning.others(images, target));
    final int[] before = Inference.predict(surrogate, others);
    final int[] now = Inference.predict(surrogate, Trigger.added(pattern).on(others));
    return 1 - (double) Inference.right(now, before) / before.length;
  }

  private static double clip(double value, double lowest, double highest) {
    return Math.max(lowest, Math.min(highest, value));
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  /** The share of all numbers that are no farther apart than this. */
  private static double shareWithin(double[][] a, double[][] b, double distance) {
    double near = 0;
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < a[i].length; k++) {
        near += Math.abs(a[i][k] - b[i][k]) <= distance ? 1 : 0;
      }
    }
    return near / (a.length * a[0].length);
  }

  /** Each image as (channels, height, width), 0 to 1. */
  private static double[][] planes(ImageSet images) {
    final double[][] planes = new double[images.size()][3 * AREA];
    for (int i = 0; i < planes.length; i++) {
      final byte[] pixels = images.pixels(i);
      for (int k = 0; k < pixels.length; k++) {
        planes[i][k % 3 * AREA + k / 3] = (pixels[k] & 0xff) / 255.0;
      }
    }
    return planes;
  }

  private static double[][] gradients(Network network, double[][] x, int... labels) {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root)) {
      final long[] wanted = IntStream.of(labels).asLongStream().toArray();
      return rows(Inference.gradientByImages(live, array(root, x), root.create(wanted)));
    }
  }

  private static double[][] featureGradients(Network network, double[][] x, double... victim) {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root)) {
      final NDArray wanted = Inference.features(live, array(root, new double[][] {victim}));
      return rows(Inference.featureGradient(live, array(root, x), wanted));
    }
  }

  private static NDArray array(NDManager manager, double[][] x) {
    final float[] flat = new float[x.length * x[0].length];
    for (int k = 0; k < flat.length; k++) {
      flat[k] = (float) x[k / x[0].length][k % x[0].length];
    }
    return manager.create(flat, new Shape(x.length, 3, SIDE, SIDE));
  }

  private static double[][] rows(NDArray array) {
    final float[] flat = array.toFloatArray();
    final double[][] rows = new double[flat.length / (3 * AREA)][3 * AREA];
    for (int k = 0; k < flat.length; k++) {
      rows[k / (3 * AREA)][k % (3 * AREA)] = flat[k];
    }
    return rows;
  }

  /** Adam of Kingma and Ba with their usual betas. */
  private static final class NaiveAdam {
    private final double[][] first;
    private final double[][] second;
    private final double rate;
    private int steps;

    NaiveAdam(int rows, int columns, double rate) {
      this.first = new double[rows][columns];
      this.second = new double[rows][columns];
      this.rate = rate;
    }

    void step(double[][] x, double[][] gradient) {
      steps++;
      for (int i = 0; i < x.length; i++) {
        for (int k = 0; k < x[i].length; k++) {
          first[i][k] = 0.9 * first[i][k] + 0.1 * gradient[i][k];
          second[i][k] = 0.999 * second[i][k] + 0.001 * gradient[i][k] * gradient[i][k];
          final double mean = first[i][k] / (1 - Math.pow(0.9, steps));
          final double square = second[i][k] / (1 - Math.pow(0.999, steps));
          x[i][k] -= rate * mean / (Math.sqrt(square) + 1e-8);
        }
      }
    }
  }
}
