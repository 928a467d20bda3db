package org.metasift.sift.panel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
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
  private static final double SIGMA = 0.025; // of the side
  private static final int DIRECTIONS = 3;
  private static final int BLOCK = 8; // directions that are followed, so that three come out well
  private static final int ITERATIONS = 25;
  private static final int MOST = 2000; // images a class that the directions are found from
  private static final int FEWEST = 4;
  private static final int PART = 256; // images, or columns, at one time
  private static final int MOST_NUMBERS = 1 << 24; // pixels of these images, all channels
  private static final float LEAST_DEVIATION = 1e-6f;
  private static final double TINY = 1e-9;
  private static final double OUTLIER = 3; // standard deviations
  private static final double COMMON = 0.15; // of a set: a tenth lies off in many clean ones
  private static final double TO_DEVIATION = 1.4826; // of a normal distribution's MAD

  @Override
  public String name() {
    return "fixed pattern";
  }

  /** A blur of less than a pixel takes nothing away. */
  @Override
  public boolean hasAView(ImageSet images) {
    return Separable.blurs(SIGMA * Math.min(images.height(), images.width()));
  }

  @Override
  public List<Opinion> look(ImageSet images, long seed) {
    final float[] inClass = new float[images.size()];
    final float[] inSet = new float[images.size()];
    final int most = Math.max(FEWEST, Math.min(MOST, MOST_NUMBERS / images.imageBytes()));
    try (NDManager root = Compute.open();
        DeviceImages resident = DeviceImages.open(images, root);
        Progress progress = Progress.of("Panel: " + name(), images.classes() + 1)) {
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
        own.length <= most ? own : at(own, Batches.sample(own.length, most, random));
    try (NDManager scratch = root.newSubManager()) {
      final NDArray z = fine(images, sample, scratch);
      final NDArray typical = median(z);
      inParts(z, part -> scaled(part, typical));
      final NDArray directions = directions(z, random);
      final double[][] along = new double[DIRECTIONS][own.length];
      for (final int[] part : Batches.inOrder(own.length, PART)) {
        Progress.checkStop();
        try (NDManager step = scratch.newSubManager()) {
          final NDArray rest = scaled(finePart(images, at(own, part), step), typical);
          final float[] entries = rest.matMul(directions).toFloatArray();
          for (int k = 0; k < entries.length; k++) {
            along[k % DIRECTIONS][part[k / DIRECTIONS]] = entries[k];
          }
        }
      }
      for (final double[] entries : along) {
        final double[] distances = distances(entries);
        for (int k = 0; k < own.length; k++) {
          suspicion[own[k]] = (float) Math.max(suspicion[own[k]], distances[k]);
        }
      }
    }
  }

  private static int[] at(int[] own, int... places) {
    return IntStream.of(places).map(k -> own[k]).toArray();
  }

  /** What a blur takes from the images, (n, d). */
  private static NDArray fine(DeviceImages images, int[] indices, NDManager manager) {
    NDArray all = null;
    for (final int[] part : Batches.inOrder(indices.length, PART)) {
      Progress.checkStop();
      try (NDManager step = manager.newSubManager()) {
        final NDArray rows = finePart(images, at(indices, part), step);
        if (all == null) {
          all = manager.create(new Shape(indices.length, rows.getShape().get(1)));
        }
        all.set(new NDIndex("{}:{}", part[0], part[0] + part.length), rows);
      }
    }
    return all;
  }

  private static NDArray finePart(DeviceImages images, int[] indices, NDManager manager) {
    final NDArray x = images.batch(manager, indices);
    final int height = (int) x.getShape().get(2);
    final int width = (int) x.getShape().get(3);
    return x.sub(Separable.blur(height, width, SIGMA * height, SIGMA * width).of(x))
        .reshape(new Shape(indices.length, -1));
  }

  /** Puts what is made of some rows in their place, part by part: each takes several copies. */
  private static void inParts(NDArray rows, UnaryOperator<NDArray> made) {
    for (final int[] part : Batches.inOrder((int) rows.getShape().get(0), PART)) {
      final NDIndex place = new NDIndex("{}:{}", part[0], part[0] + part.length);
      try (NDManager step = rows.getManager().newSubManager()) {
        rows.set(place, made.apply(rows.get(step, place)));
      }
    }
  }

  /** Column by column, (1, d). */
  private static NDArray median(NDArray rows) {
    final long count = rows.getShape().get(0);
    final int columns = (int) rows.getShape().get(1);
    final NDArray middle = rows.getManager().create(new Shape(1, columns));
    for (final int[] part : Batches.inOrder(columns, PART)) {
      final NDIndex place = new NDIndex(":,{}:{}", part[0], part[0] + part.length);
      try (NDManager step = rows.getManager().newSubManager()) {
        final NDArray sorted = rows.get(step, place).sort(0);
        middle.set(
            place,
            sorted
                .get(new NDIndex("{}:{}", (count - 1) / 2, count / 2 + 1))
                .mean(new int[] {0}, true));
      }
    }
    return middle;
  }

  /** Minus what is typical, each row at standard deviation 1. */
  private static NDArray scaled(NDArray fine, NDArray typical) {
    final int[] row = {1};
    final NDArray rest = fine.sub(typical);
    final NDArray deviation = rest.sub(rest.mean(row, true)).square().mean(row, true).sqrt();
    return rest.div(deviation.add(LEAST_DEVIATION));
  }

  /**
   * The first right singular vectors by subspace iteration, (d, 3), of any length.
   *
   * @param z (n, d)
   */
  private static NDArray directions(NDArray z, SplittableRandom random) {
    final int rows = (int) z.getShape().get(0);
    final int block = Math.min(BLOCK, rows);
    double[][] q = new double[block][rows]; // a direction a row
    for (final double[] direction : q) {
      Arrays.setAll(direction, i -> random.nextDouble() - 0.5);
    }
    for (int k = 0; k < ITERATIONS; k++) {
      Progress.checkStop();
      orthonormalise(q);
      q = gram(z, q);
    }
    orthonormalise(q);
    final double[][] image = gram(z, q);
    final RealMatrix small = new Array2DRowRealMatrix(block, block);
    for (int a = 0; a < block; a++) {
      for (int b = 0; b < block; b++) {
        small.setEntry(a, b, (product(q[a], image[b]) + product(q[b], image[a])) / 2);
      }
    }
    final EigenDecomposition eigen = new EigenDecomposition(small); // largest first
    final float[] vectors = new float[DIRECTIONS * rows];
    for (int k = 0; k < Math.min(DIRECTIONS, block); k++) {
      final double[] weights = eigen.getEigenvector(k).toArray();
      for (int i = 0; i < rows; i++) {
        for (int a = 0; a < block; a++) {
          vectors[k * rows + i] += (float) (weights[a] * q[a][i]);
        }
      }
    }
    return z.transpose()
        .matMul(z.getManager().create(vectors, new Shape(DIRECTIONS, rows)).transpose());
  }

  /** z zᵀ times each row of q, by d. */
  private static double[][] gram(NDArray z, double[][] q) {
    final long wide = z.getShape().get(1);
    try (NDManager scratch = z.getManager().newSubManager()) {
      final float[] flat = new float[q.length * q[0].length];
      for (int k = 0; k < flat.length; k++) {
        flat[k] = (float) q[k / q[0].length][k % q[0].length];
      }
      final NDArray along = scratch.create(flat, new Shape(q.length, q[0].length)).matMul(z);
      final NDArray image = along.matMul(z.transpose());
      along.attach(scratch);
      image.attach(scratch);
      final float[] values = image.toFloatArray();
      final double[][] rows = new double[q.length][q[0].length];
      for (int k = 0; k < values.length; k++) {
        rows[k / q[0].length][k % q[0].length] = values[k] / wide;
      }
      return rows;
    }
  }

  /** Gram and Schmidt; a row that the others leave nothing of becomes 0. */
  private static void orthonormalise(double[]... rows) {
    for (int a = 0; a < rows.length; a++) {
      for (int b = 0; b < a; b++) {
        final double common = product(rows[a], rows[b]);
        for (int i = 0; i < rows[a].length; i++) {
          rows[a][i] -= common * rows[b][i];
        }
      }
      final double norm = Math.sqrt(product(rows[a], rows[a]));
      for (int i = 0; i < rows[a].length; i++) {
        rows[a][i] = norm > TINY ? rows[a][i] / norm : 0;
      }
    }
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** From the median, by the robust standard deviation. */
  private static double[] distances(double... values) {
    final double middle = median(values);
    final double[] distances = Arrays.stream(values).map(v -> Math.abs(v - middle)).toArray();
    final double spread = TO_DEVIATION * median(distances) + TINY;
    return Arrays.stream(distances).map(distance -> distance / spread).toArray();
  }

  /** The middle number, or the mean of the two middle ones. */
  static double median(double... values) {
    final double[] sorted = values.clone();
    Arrays.sort(sorted);
    final int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
