package org.metasift.data.signs;

import java.util.Arrays;

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
  record Pose(
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
   * @param chroma how much of the colour remains: 0 = grey, 1 = all
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
      float chroma,
      float veil,
      float blur,
      float smear,
      double smearAngle,
      float noise) {}

  static SensorImage take(
      SignTexture sign, SignBackdrop backdrop, Pose pose, Shot shot, SignDice dice) {
    return new SensorImage(shot.pixels(), project(sign, backdrop, pose, shot))
        .smeared(shot.smear(), shot.smearAngle())
        .blurred(shot.blur())
        .drained(shot.chroma())
        .exposed(shot.veil(), shot.noise(), dice);
  }

  /** The scene on the sensor, 2 x 2 rays a pixel: (pixels, pixels, 3). */
  private static float[] project(SignTexture sign, SignBackdrop backdrop, Pose pose, Shot shot) {
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
        final float w = 1 + pose.g() * u + pose.h() * v;
        Arrays.fill(sum, 0);
        fit.addTo(
            sum,
            (pose.a() * u + pose.b() * v) / w + pose.dx(),
            (pose.c() * u + pose.d() * v) / w + pose.dy());
        Arrays.fill(behind, 0);
        if (sum[3] < 1) {
          backdrop.addTo(
              behind,
              pose.zoom() * u + pose.drift(),
              pose.zoom() * v,
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
}
