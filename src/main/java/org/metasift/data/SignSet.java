package org.metasift.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.metasift.run.Progress;

/**
 * The embedded data set: the 43 German traffic signs of GTSRB, drawn by the program at 32 x 32 RGB.
 *
 * <p>It stands in for GTSRB where that is not at hand and is meant to be as hard: the same classes
 * in the same order with the same imbalance; every physical sign is seen in several frames (a
 * track) as a car drives up to it, near and far, in light and dark, bent by perspective, blurred,
 * dirty, half covered; training and test tracks are different signs. No pixel comes from GTSRB.
 *
 * <p>Every track has a random generator of its own, seeded by the set's seed, the part, the class
 * and the track's number, so the set is the same however many threads draw it.
 */
public final class SignSet {
  /**
   * Changes whenever the same seed would give other pixels: caches of other versions are remade.
   */
  static final int VERSION = 1;

  /** How many images. */
  public enum Size {
    /** About 13,000 training and 4,000 test images, in GTSRB's proportions. */
    STANDARD(13_000, 4_000, 1, 1, 8, 16),
    /**
     * About 3,000 training and 1,000 test images for quick runs; at least 25 and 8 of each class.
     */
    SMALL(3_000, 1_000, 25, 8, 4, 8);

    private final int train;
    private final int test;
    private final int leastTrain;
    private final int leastTest;
    private final int shortestTrack;
    private final int longestTrack;

    Size(int train, int test, int leastTrain, int leastTest, int shortest, int longest) {
      this.train = train;
      this.test = test;
      this.leastTrain = leastTrain;
      this.leastTest = leastTest;
      this.shortestTrack = shortest;
      this.longestTrack = longest;
    }
  }

  private enum Part {
    TRAIN,
    TEST;

    String folder() {
      return this == TRAIN ? "train" : "test";
    }

    int images(Size size) {
      return this == TRAIN ? size.train : size.test;
    }

    int least(Size size) {
      return this == TRAIN ? size.leastTrain : size.leastTest;
    }

    /** Test tracks are half as long: twice as many different signs for as many images. */
    int frames(int trainingFrames) {
      return this == TRAIN ? trainingFrames : (trainingFrames + 1) / 2;
    }
  }

  private SignSet() {}

  /** The standard set in memory: {@code make(Size.STANDARD, seed)}. */
  public static Split make(long seed) {
    return make(Size.STANDARD, seed);
  }

  /** The small set in memory: {@code make(Size.SMALL, seed)}. */
  public static Split small(long seed) {
    return make(Size.SMALL, seed);
  }

  /**
   * Draws the set in memory, on all processors.
   *
   * @param seed any; the same seed gives the same pixels
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   */
  public static Split make(Size size, long seed) {
    final List<SignTexture> clean =
        IntStream.range(0, SignClasses.NAMES.size())
            .mapToObj(label -> SignTexture.of(SignPainter.paint(label)))
            .toList();
    try (Progress progress = Progress.of("Drawing traffic signs", 2L * clean.size())) {
      return new Split(
          draw(Part.TRAIN, size, seed, clean, progress),
          draw(Part.TEST, size, seed, clean, progress),
          origin(size, seed));
    }
  }

  /**
   * The set from files under {@code folder}, drawn first where they are missing, damaged or of
   * another version. The images stay on disk, mapped.
   *
   * @throws BadDataException when the folder cannot be written
   */
  public static Split cached(Path folder, Size size, long seed) {
    return SignCache.open(folder, size, seed);
  }

  /** As {@link #cached(Path, Size, long)} with the standard size. */
  public static Split cached(Path folder, long seed) {
    return cached(folder, Size.STANDARD, seed);
  }

  static String origin(Size size, long seed) {
    return "Embedded traffic signs, drawn by this program (%s set, seed %d); not the GTSRB benchmark."
        .formatted(size == Size.SMALL ? "small" : "standard", seed);
  }

  private static ImageSet draw(
      Part part, Size size, long seed, List<SignTexture> clean, Progress progress) {
    final int[] counts = counts(part.images(size), part.least(size));
    final int total = IntStream.of(counts).sum();
    final int bytes = 3 * SignCamera.SIDE * SignCamera.SIDE;
    final byte[] pixels = new byte[total * bytes];
    final int[] labels = new int[total];
    final List<String> ids = new ArrayList<>(total);
    for (int label = 0; label < counts.length; label++) {
      final int first = ids.size();
      final int[] frames = trackLengths(part, size, counts[label], mix(seed, part, label, -1));
      final int[] starts = starts(frames);
      final SignTexture sign = clean.get(label);
      final int c = label;
      IntStream.range(0, frames.length)
          .parallel()
          .forEach(
              track -> {
                final SignTrack scene =
                    new SignTrack(sign, frames[track], mix(seed, part, c, track));
                for (int frame = 0; frame < frames[track]; frame++) {
                  scene.take(frame, pixels, (first + starts[track] + frame) * bytes);
                }
              });
      for (int track = 0; track < frames.length; track++) {
        for (int frame = 0; frame < frames[track]; frame++) {
          labels[ids.size()] = label;
          ids.add(
              "signs/%s/%02d/track%03d/frame%02d".formatted(part.folder(), label, track, frame));
        }
      }
      progress.step("%s: %s".formatted(part.folder(), SignClasses.NAMES.get(label)));
    }
    return ImageSet.overBuffers(
        List.of(ByteBuffer.wrap(pixels)),
        total,
        labels,
        SignCamera.SIDE,
        SignCamera.SIDE,
        3,
        SignClasses.NAMES,
        ids);
  }

  /**
   * Images of each class: GTSRB's training counts scaled to {@code total}, rounded, at least some.
   */
  private static int[] counts(int total, int least) {
    final int[] real = SignClasses.trainingCounts();
    final double scale = total / (double) IntStream.of(real).sum();
    return IntStream.of(real).map(n -> Math.max(least, (int) Math.round(n * scale))).toArray();
  }

  private static int[] trackLengths(Part part, Size size, int images, long seed) {
    final SplittableRandom dice = new SplittableRandom(seed);
    final IntStream.Builder lengths = IntStream.builder();
    int left = images;
    while (left > 0) {
      final int drawn = dice.nextInt(size.shortestTrack, size.longestTrack + 1);
      final int length = Math.min(left, part.frames(drawn));
      lengths.add(length);
      left -= length;
    }
    return lengths.build().toArray();
  }

  private static int[] starts(int[] lengths) {
    final int[] starts = new int[lengths.length];
    for (int k = 1; k < lengths.length; k++) {
      starts[k] = starts[k - 1] + lengths[k - 1];
    }
    return starts;
  }

  /** A seed from four numbers that differs, in all its bits, when one of them does. */
  private static long mix(long seed, Part part, int label, int track) {
    long mixed = seed;
    for (final long next : new long[] {part == Part.TRAIN ? 0 : 1, label, track}) {
      mixed = new SplittableRandom(mixed + 0x9E3779B97F4A7C15L * (next + 2)).nextLong();
    }
    return mixed;
  }
}
