package org.metasift.data.signs;

/**
 * Light on a small square sensor, and what optics and electronics make of it. Each step gives a new
 * image.
 */
final class SensorImage {
  private final int n;

  /** Red, green, blue, for pixel after pixel, in rows: (n, n, 3); 1 fills the range. */
  private final float[] rgb;

  SensorImage(int n, float[] rgb) {
    this.n = n;
    this.rgb = rgb;
  }

  /** Moved while the shutter was open, by {@code length} pixels along {@code angle}. */
  SensorImage smeared(float length, double angle) {
    final int steps = Math.round(2 * length);
    if (steps < 1) {
      return this;
    }
    final float dx = (float) (length * StrictMath.cos(angle) / steps);
    final float dy = (float) (length * StrictMath.sin(angle) / steps);
    final float[] out = new float[rgb.length];
    for (int s = 0; s <= steps; s++) {
      final float shift = s - steps / 2f;
      addShifted(shift * dx, shift * dy, 1f / (steps + 1), out);
    }
    return new SensorImage(n, out);
  }

  private void addShifted(float dx, float dy, float weight, float[] out) {
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        for (int c = 0; c < 3; c++) {
          out[3 * (row * n + column) + c] += weight * at(column + dx, row + dy, c);
        }
      }
    }
  }

  /**
   * Out of focus: a kernel of three in both directions; radius = its standard deviation, to 0.8.
   */
  SensorImage blurred(float radius) {
    final float side = Math.min(0.33f, radius * radius / 2);
    final float[] once = new float[rgb.length];
    final float[] twice = new float[rgb.length];
    for (int k = 0; k < rgb.length; k++) {
      final int column = k / 3 % n;
      final float left = rgb[column == 0 ? k : k - 3];
      final float right = rgb[column == n - 1 ? k : k + 3];
      once[k] = (1 - 2 * side) * rgb[k] + side * (left + right);
    }
    for (int k = 0; k < rgb.length; k++) {
      final int row = k / (3 * n);
      final float above = once[row == 0 ? k : k - 3 * n];
      final float below = once[row == n - 1 ? k : k + 3 * n];
      twice[k] = (1 - 2 * side) * once[k] + side * (above + below);
    }
    return new SensorImage(n, twice);
  }

  /** Every colour moved towards the grey of the same brightness: chroma 0 = grey, 1 = unchanged. */
  SensorImage drained(float chroma) {
    final float[] out = new float[rgb.length];
    for (int k = 0; k < rgb.length; k += 3) {
      final float grey = 0.3f * rgb[k] + 0.59f * rgb[k + 1] + 0.11f * rgb[k + 2];
      for (int c = 0; c < 3; c++) {
        out[k + c] = Math.max(0, grey + chroma * (rgb[k + c] - grey));
      }
    }
    return new SensorImage(n, out);
  }

  /** Stray light added, highlights compressed, noise on top: all values in [0, 1]. */
  SensorImage exposed(float veil, float noise, SignDice dice) {
    final float[] out = new float[rgb.length];
    for (int k = 0; k < rgb.length; k++) {
      final float signal = saturate(rgb[k] + veil);
      final double grain = noise * (0.5 + 0.7 * signal) * dice.normal();
      out[k] = Math.max(0, Math.min(1, (float) (signal + grain)));
    }
    return new SensorImage(n, out);
  }

  /** Straight up to 0.75, then bending towards 1. */
  private static float saturate(float light) {
    if (light <= 0.75f) {
      return light;
    }
    final float over = Math.min(2, (light - 0.75f) / 0.25f);
    return 0.75f + 0.25f * over * (1 - over / 4);
  }

  /** Bilinear, as bytes (side, side, 3). */
  void enlargeTo(int side, byte[] out, int offset) {
    for (int row = 0; row < side; row++) {
      final float y = (row + 0.5f) * n / side - 0.5f;
      for (int column = 0; column < side; column++) {
        final float x = (column + 0.5f) * n / side - 0.5f;
        for (int c = 0; c < 3; c++) {
          out[offset + 3 * (row * side + column) + c] = (byte) Math.round(255 * at(x, y, c));
        }
      }
    }
  }

  /** Channel c at (x, y), bilinear between pixels; the border pixels continue outwards. */
  private float at(float x, float y, int c) {
    final float inX = Math.max(0, Math.min(n - 1, x));
    final float inY = Math.max(0, Math.min(n - 1, y));
    final int left = Math.min(n - 2, (int) inX);
    final int top = Math.min(n - 2, (int) inY);
    final float right = inX - left;
    final float down = inY - top;
    final int k = 3 * (top * n + left) + c;
    return (1 - down) * ((1 - right) * rgb[k] + right * rgb[k + 3])
        + down * ((1 - right) * rgb[k + 3 * n] + right * rgb[k + 3 * n + 3]);
  }
}
