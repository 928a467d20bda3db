package org.metasift.sift.panel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * A linear map of an image that works on columns and on rows alike, such as a blur or a change of
 * size: rows · image · columnsᵀ.
 *
 * @param rows (height after, height before)
 * @param columns (width after, width before)
 */
@SuppressWarnings("ArrayRecordComponent") // made for one batch and never compared
record Separable(float[][] rows, float[][] columns) {
  /** A Gaussian blur, cut off at three sigmas, of images continued by their mirror image. */
  static Separable blur(int height, int width, double sigmaOfRows, double sigmaOfColumns) {
    return new Separable(blur(height, sigmaOfRows), blur(width, sigmaOfColumns));
  }

  /** Whether a blur of this sigma, in pixels, reaches any pixel but its own. */
  static boolean blurs(double sigma) {
    return reach(sigma) > 0;
  }

  private static int reach(double sigma) {
    return (int) (3 * sigma);
  }

  /** The middle of images without their margins, enlarged to the size of the whole. */
  static Separable middle(int height, int width, int marginOfRows, int marginOfColumns) {
    return new Separable(middle(height, marginOfRows), middle(width, marginOfColumns));
  }

  private static float[][] blur(int side, double sigma) {
    final int reach = reach(sigma);
    final double[] kernel = new double[2 * reach + 1];
    double sum = 0;
    for (int k = 0; k < kernel.length; k++) {
      kernel[k] = Math.exp(-(k - reach) * (double) (k - reach) / (2 * sigma * sigma));
      sum += kernel[k];
    }
    final float[][] map = new float[side][side];
    for (int to = 0; to < side; to++) {
      for (int k = 0; k < kernel.length; k++) {
        map[to][mirrored(to + k - reach, side)] += (float) (kernel[k] / sum);
      }
    }
    return map;
  }

  /** The place that a place outside mirrors; the outermost pixel stands once. */
  private static int mirrored(int place, int side) {
    if (side == 1) {
      return 0;
    }
    final int folded = Math.floorMod(place, 2 * side - 2);
    return folded < side ? folded : 2 * side - 2 - folded;
  }

  /** Bilinear between the centres of pixels, as {@code align_corners=False} of PyTorch. */
  private static float[][] middle(int side, int margin) {
    final int inner = side - 2 * margin;
    final float[][] map = new float[side][side];
    for (int to = 0; to < side; to++) {
      final double from = Math.max(0, (to + 0.5) * inner / side - 0.5);
      final int low = (int) from;
      final int high = Math.min(low + 1, inner - 1);
      map[to][margin + low] += (float) (1 - (from - low));
      map[to][margin + high] += (float) (from - low);
    }
    return map;
  }

  /**
   * Maps a batch.
   *
   * @param batch (b, c, height before, width before)
   * @return (b, c, height after, width after), of the batch's manager
   */
  NDArray of(NDArray batch) {
    return matrix(batch, rows).matMul(batch).matMul(matrix(batch, columns).transpose());
  }

  private static NDArray matrix(NDArray like, float[][] values) {
    final float[] flat = new float[values.length * values[0].length];
    for (int row = 0; row < values.length; row++) {
      System.arraycopy(values[row], 0, flat, row * values[0].length, values[0].length);
    }
    return like.getManager().create(flat, new Shape(values.length, values[0].length));
  }
}
