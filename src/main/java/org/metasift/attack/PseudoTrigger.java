package org.metasift.attack;

import java.util.Locale;
import java.util.SplittableRandom;
import org.metasift.compute.RandomStream;
import org.metasift.data.ImageSet;

/**
 * Kinds of triggers whose details a seed draws: place, colours, frequencies, strengths. None is
 * made with a network, and none is that of an attack from the literature: they are for
 * pseudo-poison, which shows how a sifter does on poison that it was not made for.
 */
public enum PseudoTrigger {
  /** A patch of random colours, a tenth to a fifth of the side, at a random place. */
  PATCH {
    @Override
    Trigger drawn(ImageSet like, SplittableRandom random) {
      final int wanted = Math.max(2, (int) Math.round(shorter(like) * between(random, 0.1, 0.2)));
      final int side = Math.min(shorter(like), wanted);
      final int top = random.nextInt(like.height() - side + 1);
      final int left = random.nextInt(like.width() - side + 1);
      final float[] colours = Pattern.uniform(random, side * side * like.channels());
      return images ->
          Trigger.paint(
              images,
              pixels -> {
                final int row = side * like.channels();
                for (int k = 0; k < colours.length; k++) {
                  final int from = ((top + k / row) * like.width() + left) * like.channels();
                  pixels[from + k % row] = Pattern.toByte(255 * colours[k]);
                }
              });
    }
  },
  /** A coarse picture of random colours, eight cells a side, blended in at 0.15 to 0.3. */
  BLEND {
    @Override
    Trigger drawn(ImageSet like, SplittableRandom random) {
      final int channels = like.channels();
      final float[] cells = Pattern.uniform(random, CELLS * CELLS * channels);
      final Pattern coarse =
          pattern(like, channels, (y, x, c) -> cells[(cell(y) * CELLS + cell(x)) * channels + c]);
      return Trigger.blended(coarse, between(random, 0.15, 0.3));
    }
  },
  /** A shift of colours without high frequencies, up to 0.1 to 0.2 of the full range. */
  SMOOTH {
    @Override
    Trigger drawn(ImageSet like, SplittableRandom random) {
      return Trigger.added(waves(like, like.channels(), random, 0, 1.5, between(random, 0.1, 0.2)));
    }
  },
  /** Stripes of two to eight periods a side, up to 0.06 to 0.12 of the full range. */
  STRIPES {
    @Override
    Trigger drawn(ImageSet like, SplittableRandom random) {
      return Trigger.added(waves(like, like.channels(), random, 2, 8, between(random, 0.06, 0.12)));
    }
  },
  /** One noise for all, each pixel up to 16 of 255 up or down: hardly to be seen. */
  NOISE {
    @Override
    Trigger drawn(ImageSet like, SplittableRandom random) {
      final float[] values = Pattern.uniform(random, like.imageBytes());
      for (int k = 0; k < values.length; k++) {
        values[k] = (2 * values[k] - 1) * FAINT;
      }
      return Trigger.added(new Pattern(like.height(), like.width(), like.channels(), values));
    }
  },
  /** The picture bent by a smooth field, up to a twentieth to a tenth of the side. */
  WARP {
    @Override
    Trigger drawn(ImageSet like, SplittableRandom random) {
      final double most = between(random, 0.05, 0.1);
      final Pattern down = waves(like, 1, random, 0.5, 2, most * like.height());
      final Pattern right = waves(like, 1, random, 0.5, 2, most * like.width());
      return images ->
          Trigger.paint(images, pixels -> bend(images, pixels, down.values(), right.values()));
    }
  };

  private static final int CELLS = 8;
  private static final float FAINT = 16 / 255f;
  private static final int WAVES = 4;

  /** The trigger that a seed draws, for images of this size. */
  public Trigger of(ImageSet like, long seed) {
    return drawn(like, RandomStream.PATTERN.from(seed));
  }

  abstract Trigger drawn(ImageSet like, SplittableRandom random);

  private static int cell(double place) {
    return (int) (place * CELLS);
  }

  private interface Painted {
    /** The value at (y, x), both from 0 to below 1, of a channel. */
    double at(double y, double x, int channel);
  }

  private static Pattern pattern(ImageSet like, int channels, Painted painted) {
    final float[] values = new float[like.height() * like.width() * channels];
    for (int k = 0; k < values.length; k++) {
      final int pixel = k / channels;
      final int row = pixel / like.width();
      final int column = pixel % like.width();
      values[k] =
          (float)
              painted.at(
                  (double) row / like.height(), (double) column / like.width(), k % channels);
    }
    return new Pattern(like.height(), like.width(), channels, values);
  }

  /** A sum of plane waves, each channel with its own, whose largest value is {@code most}. */
  private static Pattern waves(
      ImageSet like,
      int channels,
      SplittableRandom random,
      double fewest,
      double mostPeriods,
      double most) {
    final double[][] waves = new double[channels * WAVES][];
    for (int k = 0; k < waves.length; k++) {
      final double periods = between(random, fewest, mostPeriods);
      final double angle = between(random, 0, 2 * Math.PI);
      waves[k] =
          new double[] {
            periods * Math.sin(angle), periods * Math.cos(angle), between(random, 0, 2 * Math.PI)
          };
    }
    final Pattern sum =
        pattern(
            like,
            channels,
            (y, x, c) -> {
              double value = 0;
              for (int k = 0; k < WAVES; k++) {
                final double[] wave = waves[c * WAVES + k];
                value += Math.sin(2 * Math.PI * (wave[0] * y + wave[1] * x) + wave[2]);
              }
              return value;
            });
    return sum.times(most / Math.max(sum.largest(), 1e-6f));
  }

  /** Each pixel becomes the one that the field points to, by bilinear interpolation. */
  private static void bend(ImageSet like, byte[] pixels, float[] down, float[] right) {
    final byte[] before = pixels.clone();
    final int channels = like.channels();
    for (int k = 0; k < pixels.length; k++) {
      final int pixel = k / channels;
      final int row = pixel / like.width();
      final int column = pixel % like.width();
      final double y = clip(row + down[pixel], like.height() - 1);
      final double x = clip(column + right[pixel], like.width() - 1);
      final int top = (int) y;
      final int left = (int) x;
      final int below = Math.min(top + 1, like.height() - 1);
      final int beside = Math.min(left + 1, like.width() - 1);
      final int c = k % channels;
      final double upper =
          mixed(at(before, like, top, left, c), at(before, like, top, beside, c), x - left);
      final double lower =
          mixed(at(before, like, below, left, c), at(before, like, below, beside, c), x - left);
      pixels[k] = Pattern.toByte(mixed(upper, lower, y - top));
    }
  }

  private static int at(byte[] pixels, ImageSet like, int row, int column, int channel) {
    return pixels[(row * like.width() + column) * like.channels() + channel] & 0xff;
  }

  private static double mixed(double a, double b, double share) {
    return a + (b - a) * share;
  }

  private static double clip(double value, double most) {
    return Math.max(0, Math.min(most, value));
  }

  private static double between(SplittableRandom random, double least, double most) {
    return least + (most - least) * random.nextDouble();
  }

  private static int shorter(ImageSet images) {
    return Math.min(images.height(), images.width());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
