package org.metasift.data.signs;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.metasift.compute.Progress;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.Split;

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
  public static final int VERSION = 1;

  /** How many images. */
  public enum Size {
    /** About 13,000 training and 4,000 test images, in GTSRB's proportions. */
    STANDARD(13_000, 4_000, 1, 1, 5, 9),
    /**
     * About 3,000 training and 1,000 test images for quick runs; at least 25 and 8 of each class.
     */
    SMALL(3_000, 1_000, 25, 8, 4, 8);

    /** Training images. */
    final int train;

    /** Test images. */
    final int test;

    /** The fewest training images of a class. */
    final int leastTrain;

    /** The fewest test images of a class. */
    final int leastTest;

    /** Frames of the shortest training track. */
    final int shortest;

    /** Frames of the longest training track; the last track of a class may be shorter. */
    final int longest;

    Size(int train, int test, int leastTrain, int leastTest, int shortest, int longest) {
      this.train = train;
      this.test = test;
      this.leastTrain = leastTrain;
      this.leastTest = leastTest;
      this.shortest = shortest;
      this.longest = longest;
    }
  }

  private static final int IMAGE_BYTES = 3 * SignCamera.SIDE * SignCamera.SIDE;

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
          draw(SignPlan.train(size, seed), clean, progress),
          draw(SignPlan.test(size, seed), clean, progress),
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
    final Path home =
        folder.resolve(
            "signs-v%d-%s-seed%d".formatted(VERSION, size.name().toLowerCase(Locale.ROOT), seed));
    return new SignCache(home, origin(size, seed)).open(() -> make(size, seed));
  }

  /** As {@link #cached(Path, Size, long)} with the standard size. */
  public static Split cached(Path folder, long seed) {
    return cached(folder, Size.STANDARD, seed);
  }

  static String origin(Size size, long seed) {
    return "Embedded traffic signs, drawn by this program (%s set, seed %d); not the GTSRB benchmark."
        .formatted(size == Size.SMALL ? "small" : "standard", seed);
  }

  private static ImageSet draw(SignPlan plan, List<SignTexture> clean, Progress progress) {
    final byte[] pixels = new byte[plan.images() * IMAGE_BYTES];
    final int[] labels = new int[plan.images()];
    final List<String> ids = new ArrayList<>(plan.images());
    for (int label = 0; label < clean.size(); label++) {
      final SignTexture sign = clean.get(label);
      final List<SignPlan.Track> tracks = plan.tracks(label);
      tracks.parallelStream().forEach(track -> draw(track, sign, pixels));
      for (final SignPlan.Track track : tracks) {
        Arrays.fill(labels, track.first(), track.first() + track.frames(), label);
        IntStream.range(0, track.frames()).mapToObj(track::id).forEach(ids::add);
      }
      progress.step("%s: %s".formatted(plan.part(), SignClasses.NAMES.get(label)));
    }
    return ImageSet.overBuffers(
        List.of(ByteBuffer.wrap(pixels)),
        labels.length,
        labels,
        ImageShape.square(SignCamera.SIDE, 3),
        SignClasses.NAMES,
        ids);
  }

  private static void draw(SignPlan.Track track, SignTexture sign, byte[] pixels) {
    final SignTrack scene = new SignTrack(sign, track.frames(), track.seed());
    for (int frame = 0; frame < track.frames(); frame++) {
      scene.take(frame, pixels, (track.first() + frame) * IMAGE_BYTES);
    }
  }
}
