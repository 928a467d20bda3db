package org.metasift.sift.panel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.nn.device.DeviceImages;

/**
 * Looks for one pattern in many images, however faint, without a network: first among the images of
 * each class, then among those of all classes together. Where most images of a class bear the
 * pattern, only the second look tells them from clean ones: where more than 15 % of a set lie three
 * standard deviations off there, they are rejected.
 *
 * <p>An image's residual is what a Gaussian blur (sigma a fortieth of the side) takes from it,
 * minus the median residual, at standard deviation 1. A pattern that many images share is one
 * direction along which they lie apart from the others: the three strongest directions are the
 * first eigenvectors of the residuals' Gram matrix. An image's suspicion is the largest of its
 * distances from the median along them, in (robust) standard deviations.
 */
record FixedPattern() implements Member {
  private static final String NAME = "fixed pattern";
  private static final int DIRECTIONS = 3;
  private static final int MOST = 2000; // images a class that the directions are found from
  private static final int FEWEST = 4;
  private static final int MOST_NUMBERS = 1 << 24; // pixels of these images, all channels
  private static final double OUTLIER = 3; // standard deviations
  private static final double EPOCHS = 0.5; // what it takes, measured on a CPU of two cores
  private static final double COMMON = 0.15; // of a set: a tenth lies off in many clean ones

  @Override
  public String name() {
    return NAME;
  }

  /** What such a member says of the classes, if one is among these. */
  static Optional<Opinion> inClasses(List<Opinion> opinions) {
    return opinions.stream().filter(one -> one.name().equals(NAME)).findFirst();
  }

  /** Whether an image lies off along a pattern, by such an opinion. */
  static boolean liesOff(Opinion opinion, int image) {
    return opinion.suspicion()[image] > OUTLIER;
  }

  /** A blur of less than a pixel takes nothing away. */
  @Override
  public boolean hasAView(ImageSet images) {
    return FineResiduals.exist(images);
  }

  @Override
  public MemberWork work() {
    return new MemberWork(EPOCHS, false, 0);
  }

  @Override
  public List<Opinion> look(ImageSet images, long seed) {
    final float[] inClass = new float[images.size()];
    final float[] inSet = new float[images.size()];
    final int most = Math.max(FEWEST, Math.min(MOST, MOST_NUMBERS / images.imageBytes()));
    try (NDManager root = Compute.open();
        DeviceImages resident = DeviceImages.open(images, root);
        Progress progress = Progress.of(name(), images.classes() + 1)) {
      for (int c = 0; c < images.classes(); c++) {
        final int[] own = images.indicesOf(c);
        if (own.length >= FEWEST) {
          look(resident, most, own, root, RandomStream.POWER_ITERATION.from(seed, c), inClass);
        }
        progress.step("class %d".formatted(c));
      }
      if (images.size() >= FEWEST) {
        final int[] all = IntStream.range(0, images.size()).toArray();
        final SplittableRandom random = RandomStream.POWER_ITERATION.from(seed, images.classes());
        look(resident, most, all, root, random, inSet);
      }
      progress.step("all classes");
    }
    return List.of(
        new Opinion(name(), inClass),
        new Opinion(name() + ", all classes", inSet, rejected(inSet), new int[0][], true));
  }

  /** How far off an image of the set must lie to be rejected, in standard deviations. */
  private static double rejected(float... distances) {
    int off = 0;
    for (final float distance : distances) {
      off += distance > OUTLIER ? 1 : 0;
    }
    return off > COMMON * distances.length ? OUTLIER : Double.POSITIVE_INFINITY;
  }

  /**
   * Looks at some images together.
   *
   * @param most of them that the directions are found from
   * @param own their indices
   * @param suspicion of all images of the set, of which these are given theirs
   */
  private static void look(
      DeviceImages images,
      int most,
      int[] own,
      NDManager root,
      SplittableRandom random,
      float[] suspicion) {
    final int[] sample =
        own.length <= most ? own : Batches.at(own, Batches.sample(own.length, most, random));
    try (NDManager scratch = root.newSubManager()) {
      final NDArray z = FineResiduals.of(images, sample, scratch);
      final NDArray typical = FineResiduals.median(z);
      FineResiduals.inParts(z, part -> FineResiduals.scaled(part, typical));
      final NDArray directions = LeadingDirections.of(z, DIRECTIONS, random);
      final double[][] along = new double[DIRECTIONS][own.length];
      for (final int[] part : Batches.inOrder(own.length, FineResiduals.PART)) {
        Progress.checkStop();
        try (NDManager step = scratch.newSubManager()) {
          final NDArray rest =
              FineResiduals.scaled(
                  FineResiduals.ofPart(images, Batches.at(own, part), step), typical);
          final float[] entries = rest.matMul(directions).toFloatArray();
          for (int k = 0; k < entries.length; k++) {
            along[k % DIRECTIONS][part[k / DIRECTIONS]] = entries[k];
          }
        }
      }
      for (final double[] entries : along) {
        final double[] distances = RobustDeviations.of(entries);
        for (int k = 0; k < own.length; k++) {
          suspicion[own[k]] = (float) Math.max(suspicion[own[k]], distances[k]);
        }
      }
    }
  }
}
