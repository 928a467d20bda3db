package org.metasift.attack;

import ai.djl.ndarray.NDManager;
import java.util.Comparator;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.metasift.compute.Compute;
import org.metasift.compute.RandomStream;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageSetEditor;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;
import org.metasift.nn.device.DeviceImages;

/** Attackers of one class who know the panel: each leaves its members as little as it can. */
public enum AdaptiveAttack implements Poisoner {
  /**
   * A frame of coloured waves of middle frequency around the image: not in the interior, not grey
   * alone, neither smooth nor sharp, and with another phase in each image, so that it is no fixed
   * pattern.
   */
  BORDER {
    @Override
    Trigger trigger(ImageSet like, long seed) {
      final SplittableRandom random = RandomStream.PATTERN.from(seed);
      final int width = Math.max(1, like.width() / 8);
      final double[] angles = random.doubles(like.channels(), 0, 2 * Math.PI).toArray();
      return images -> {
        final SplittableRandom phases = RandomStream.PATTERN.from(seed, 1);
        return Trigger.paint(
            images,
            pixels -> frame(like, pixels, width, angles, 2 * Math.PI * phases.nextDouble()));
      };
    }
  },
  /** A square of BadNets on those images that a network takes for the target most readily. */
  EASY {
    @Override
    int[] chosen(ImageSet clean, int target, int count, long seed) {
      final ResNet18 kind = ResNet18.forImages(16, 2, clean);
      final Network network =
          new Training(Training.Settings.standard().withEpochs(3))
              .train(Network.untrained(kind, seed + 1), clean, seed + 1)
              .network();
      final float[][] scores = scores(network, clean);
      return IntStream.of(Poisoning.others(clean, target))
          .boxed()
          .sorted(Comparator.comparingDouble(i -> max(scores[i]) - scores[i][target]))
          .limit(count)
          .mapToInt(Integer::intValue)
          .toArray();
    }

    @Override
    Trigger trigger(ImageSet like, long seed) {
      return Trigger.whiteSquare(3);
    }
  },
  /** Half a shift of colours, half a blended picture, each on its half of the images. */
  TWO {
    @Override
    Trigger trigger(ImageSet like, long seed) {
      final Trigger smooth = PseudoTrigger.SMOOTH.of(like, seed);
      final Trigger blend = PseudoTrigger.BLEND.of(like, seed);
      return images -> {
        final int half = images.size() / 2;
        final ImageSetEditor editor = images.edit();
        final ImageSet first = smooth.on(images);
        final ImageSet second = blend.on(images);
        for (int i = 0; i < images.size(); i++) {
          editor.pixels(i, (i < half ? first : second).pixels(i));
        }
        return editor.done();
      };
    }
  };

  private static final int TARGET = 38;
  private static final double RATIO = 0.33;
  private static final double AMPLITUDE = 0.25 * 255;
  private static final double PERIODS = 5;

  int[] chosen(ImageSet clean, int target, int count, long seed) {
    return Poisoning.choose(
        Poisoning.others(clean, target), count, RATIO, "images of other classes", seed);
  }

  abstract Trigger trigger(ImageSet like, long seed);

  @Override
  public PoisonedSet poison(ImageSet clean, long seed) {
    final int count = Poisoning.inClass(clean.indicesOf(TARGET).length, RATIO);
    final int[] chosen = chosen(clean, TARGET, count, seed);
    final Trigger trigger = trigger(clean, seed);
    return Poisoning.trigger(
        clean, chosen, this, seed, Backdoor.allToOne(trigger, TARGET, clean.classes()));
  }

  private static float[][] scores(Network network, ImageSet images) {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root);
        DeviceImages resident = DeviceImages.open(images, root)) {
      return Inference.seen(live, resident).scores();
    }
  }

  private static double max(float... scores) {
    double most = Double.NEGATIVE_INFINITY;
    for (final float score : scores) {
      most = Math.max(most, score);
    }
    return most;
  }

  private static void frame(
      ImageSet like, byte[] pixels, int width, double[] angles, double phase) {
    final int channels = like.channels();
    for (int k = 0; k < pixels.length; k++) {
      final int row = k / channels / like.width();
      final int column = k / channels % like.width();
      final int fromBorder =
          Math.min(
              Math.min(row, like.height() - 1 - row), Math.min(column, like.width() - 1 - column));
      if (fromBorder < width) {
        final double angle = angles[k % channels];
        final double along =
            Math.sin(angle) * row / like.height() + Math.cos(angle) * column / like.width();
        final double wave = Math.sin(2 * Math.PI * PERIODS * along + phase + k % channels);
        pixels[k] = Pattern.toByte((pixels[k] & 0xff) + AMPLITUDE * wave);
      }
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
