package org.metasift.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Takes one 32 x 32 RGB frame of a sign in front of its backdrop: perspective, few pixels, blur,
 * light, haze, a sensor that saturates, colour fringes and noise, in the order of nature.
 */
final class SignCamera {
  /** Rows and columns of a finished frame. */
  static final int SIDE = 32;

  private SignCamera() {}

  /**
   * From picture to sign: with (u, v) in [-1, 1] and w = 1 + gu + hv, x = (au + bv)/w + dx, y = (cu
   * + dv)/w + dy; the backdrop is seen at (zoom u + drift, zoom v).
   */
  record View(
      float a,
      float b,
      float c,
      float d,
      float dx,
      float dy,
      float g,
      float h,
      float zoom,
      float drift) {}

  /**
   * How one frame is exposed.
   *
   * @param pixels of the sensor that the frame covers on each side, at most 32
   * @param red light on the sign; 1 = white paint just fills the range; so green and blue
   * @param backLight on the backdrop
   * @param veil stray light added to everything
   * @param blur radius of the defocus in sensor pixels
   * @param smear length of the motion blur in sensor pixels
   * @param smearAngle its direction in radians
   * @param noise standard deviation of the noise; 1 = the full range
   */
  record Shot(
      int pixels,
      float red,
      float green,
      float blue,
      float backLight,
      float veil,
      float blur,
      float smear,
      double smearAngle,
      float noise) {}

  static void take(
      SignTexture sign,
      SignBackdrop backdrop,
      View view,
      Shot shot,
      SplittableRandom dice,
      byte[] out,
      int offset) {
    final int n = shot.pixels();
    final float[] seen = project(sign, backdrop, view, shot);
    final float[] sharp = smeared(seen, n, shot);
    final float[] picture = blurred(sharp, n, shot.blur());
    for (int k = 0; k < picture.length; k++) {
      final float exposed = saturate(picture[k] + shot.veil());
      final double grain = shot.noise() * (0.5 + 0.7 * exposed) * SignTrack.Normal.draw(dice);
      picture[k] = Math.max(0, Math.min(1, (float) (exposed + grain)));
    }
    enlarge(picture, n, out, offset);
  }

  /** The scene on the sensor, 2 x 2 rays a pixel: (pixels, pixels, 3). */
  private static float[] project(SignTexture sign, SignBackdrop backdrop, View view, Shot shot) {
    final int n = shot.pixels();
    final float[] seen = new float[3 * n * n];
    final SignTexture fit = sign.forStep(1.0 / n);
    final float[] light = {shot.red(), shot.green(), shot.blue()};
    final float[] sum = new float[4];
    final float[] behind = new float[3];
    for (int row = 0; row < 2 * n; row++) {
      final float v = (row + 0.5f) / n - 1;
      for (int column = 0; column < 2 * n; column++) {
        final float u = (column + 0.5f) / n - 1;
        final float w = 1 + view.g() * u + view.h() * v;
        Arrays.fill(sum, 0);
        fit.addTo(
            sum,
            (view.a() * u + view.b() * v) / w + view.dx(),
            (view.c() * u + view.d() * v) / w + view.dy());
        Arrays.fill(behind, 0);
        if (sum[3] < 1) {
          backdrop.addTo(
              behind,
              view.zoom() * u + view.drift(),
              view.zoom() * v,
              (1 - sum[3]) * shot.backLight());
        }
        final int at = 3 * (row / 2 * n + column / 2);
        for (int c = 0; c < 3; c++) {
          seen[at + c] += (sum[c] * light[c] + behind[c]) / 4;
        }
      }
    }
    return seen;
  }

  private static float[] smeared(float[] seen, int n, Shot shot) {
    final int steps = Math.round(2 * shot.smear());
    if (steps < 1) {
      return seen;
    }
    final float dx = (float) (shot.smear() * StrictMath.cos(shot.smearAngle()) / steps);
    final float dy = (float) (shot.smear() * StrictMath.sin(shot.smearAngle()) / steps);
    final float[] out = new float[seen.length];
    for (int s = 0; s <= steps; s++) {
      final float shift = s - steps / 2f;
      addShifted(seen, n, shift * dx, shift * dy, 1f / (steps + 1), out);
    }
    return out;
  }

  private static void addShifted(
      float[] seen, int n, float dx, float dy, float weight, float[] out) {
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        for (int c = 0; c < 3; c++) {
          out[3 * (row * n + column) + c] += weight * between(seen, n, column + dx, row + dy, c);
        }
      }
    }
  }

  /** A binomial blur of the given radius (standard deviation) in both directions. */
  private static float[] blurred(float[] seen, int n, float radius) {
    final float side = Math.min(0.33f, radius * radius / 2);
    final float[] once = new float[seen.length];
    final float[] twice = new float[seen.length];
    for (int k = 0; k < seen.length; k++) {
      final int column = k / 3 % n;
      final float left = seen[column == 0 ? k : k - 3];
      final float right = seen[column == n - 1 ? k : k + 3];
      once[k] = (1 - 2 * side) * seen[k] + side * (left + right);
    }
    for (int k = 0; k < seen.length; k++) {
      final int row = k / (3 * n);
      final float above = once[row == 0 ? k : k - 3 * n];
      final float below = once[row == n - 1 ? k : k + 3 * n];
      twice[k] = (1 - 2 * side) * once[k] + side * (above + below);
    }
    return twice;
  }

  /** The sensor's answer: straight up to 0.75, then bending towards 1. */
  private static float saturate(float light) {
    if (light <= 0.75f) {
      return light;
    }
    final float over = Math.min(2, (light - 0.75f) / 0.25f);
    return 0.75f + 0.25f * over * (1 - over / 4);
  }

  /** Bilinear, from n x n to 32 x 32. */
  private static void enlarge(float[] picture, int n, byte[] out, int offset) {
    for (int row = 0; row < SIDE; row++) {
      final float y = (row + 0.5f) * n / SIDE - 0.5f;
      for (int column = 0; column < SIDE; column++) {
        final float x = (column + 0.5f) * n / SIDE - 0.5f;
        for (int c = 0; c < 3; c++) {
          out[offset + 3 * (row * SIDE + column) + c] =
              (byte) Math.round(255 * between(picture, n, x, y, c));
        }
      }
    }
  }

  /** Channel c at (x, y), bilinear between pixels; the border pixels continue outwards. */
  private static float between(float[] picture, int n, float x, float y, int c) {
    final float inX = Math.max(0, Math.min(n - 1, x));
    final float inY = Math.max(0, Math.min(n - 1, y));
    final int left = Math.min(n - 2, (int) inX);
    final int top = Math.min(n - 2, (int) inY);
    final float right = inX - left;
    final float down = inY - top;
    final int at = 3 * (top * n + left) + c;
    return (1 - down) * ((1 - right) * picture[at] + right * picture[at + 3])
        + down * ((1 - right) * picture[at + 3 * n] + right * picture[at + 3 * n + 3]);
  }
}
