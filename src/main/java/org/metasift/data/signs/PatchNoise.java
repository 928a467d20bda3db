package org.metasift.data.signs;

/**
 * Soft random patches over the plane: independent values in [0, 1] on a grid, joined smoothly.
 * Repeats after 16 patches.
 */
final class PatchNoise {
  private static final int PERIOD = 16;

  private final float[] values = new float[PERIOD * PERIOD];
  private final float scale;

  /**
   * New patches.
   *
   * @param perUnit patches per unit of length
   */
  PatchNoise(SignDice dice, double perUnit) {
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) dice.even();
    }
    this.scale = (float) perUnit;
  }

  /** The value at (x, y), in [0, 1]. */
  float at(float x, float y) {
    final float u = x * scale;
    final float v = y * scale;
    final int left = (int) Math.floor(u);
    final int top = (int) Math.floor(v);
    final float right = smooth(u - left);
    final float down = smooth(v - top);
    return (1 - down) * ((1 - right) * cell(left, top) + right * cell(left + 1, top))
        + down * ((1 - right) * cell(left, top + 1) + right * cell(left + 1, top + 1));
  }

  private float cell(int column, int row) {
    return values[(row & (PERIOD - 1)) * PERIOD + (column & (PERIOD - 1))];
  }

  private static float smooth(float t) {
    return t * t * (3 - 2 * t);
  }
}
