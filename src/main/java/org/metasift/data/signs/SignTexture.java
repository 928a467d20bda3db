package org.metasift.data.signs;

import java.awt.image.BufferedImage;

/**
 * A square picture in colour and opacity, with ready-made smaller copies: floats in [0, 1], colours
 * multiplied by opacity. Coordinates run from -1 (left, top) to 1 (right, bottom).
 */
final class SignTexture {
  private final int size;

  /** Red, green, blue, opacity, for pixel after pixel, in rows. */
  private final float[] rgba;

  private final SignTexture half;

  private SignTexture(int size, float[] rgba) {
    this.size = size;
    this.rgba = rgba;
    this.half = size > 16 ? new SignTexture(size / 2, halved(size, rgba)) : null;
  }

  static SignTexture of(BufferedImage image) {
    final int size = image.getWidth();
    final float[] rgba = new float[4 * size * size];
    for (int k = 0; k < size * size; k++) {
      final int argb = image.getRGB(k % size, k / size);
      final float alpha = (argb >>> 24) / 255f;
      rgba[4 * k] = alpha * ((argb >> 16) & 255) / 255f;
      rgba[4 * k + 1] = alpha * ((argb >> 8) & 255) / 255f;
      rgba[4 * k + 2] = alpha * (argb & 255) / 255f;
      rgba[4 * k + 3] = alpha;
    }
    return new SignTexture(size, rgba);
  }

  /** The copy whose pixels are the largest that are not larger than {@code step}. */
  SignTexture forStep(double step) {
    return half == null || 2.0 / half.size > step ? this : half.forStep(step);
  }

  /** Adds the colour and opacity at (x, y), between four pixels, to {@code sum[0..3]}. */
  void addTo(float[] sum, float x, float y) {
    final float column = (x + 1) / 2 * size - 0.5f;
    final float row = (y + 1) / 2 * size - 0.5f;
    final int left = (int) Math.floor(column);
    final int top = (int) Math.floor(row);
    final float right = column - left;
    final float down = row - top;
    add(sum, left, top, (1 - right) * (1 - down));
    add(sum, left + 1, top, right * (1 - down));
    add(sum, left, top + 1, (1 - right) * down);
    add(sum, left + 1, top + 1, right * down);
  }

  private void add(float[] sum, int column, int row, float weight) {
    if (column < 0 || row < 0 || column >= size || row >= size) {
      return;
    }
    final int at = 4 * (row * size + column);
    for (int c = 0; c < 4; c++) {
      sum[c] += weight * rgba[at + c];
    }
  }

  /**
   * A copy as it looks after years on the road: colours faded towards grey, dirt, a shadow, and now
   * and then a sticker or a twig in front of it.
   */
  SignTexture weathered(SignDice dice) {
    final SignTexture from = half;
    final float[] out = from.rgba.clone();
    final float fade = (float) (dice.small() * 0.6);
    final float grey = (float) dice.even(0.35, 0.7);
    final PatchNoise dirt = new PatchNoise(dice, 5);
    final float dirtiness = (float) (dice.small() * 0.55);
    final double slope = dice.even(0, 2 * StrictMath.PI);
    final float nx = (float) StrictMath.cos(slope);
    final float ny = (float) StrictMath.sin(slope);
    final float edge = (float) dice.even(-0.5, 0.5);
    final float shade = dice.chance(0.25) ? (float) dice.even(0.3, 0.6) : 0;
    final float tilt = (float) dice.even(-0.18, 0.18);
    for (int k = 0; k < from.size * from.size; k++) {
      final int row = k / from.size;
      final float x = 2f * (k % from.size) / from.size - 1;
      final float y = 2f * row / from.size - 1;
      final float alpha = out[4 * k + 3];
      final float shadow = Math.max(0, Math.min(1, (nx * x + ny * y - edge) * 6));
      final float light =
          (1 - dirtiness * dirt.at(x, y)) * (1 - shade * shadow) * (1 + tilt * (nx * y - ny * x));
      for (int c = 0; c < 3; c++) {
        out[4 * k + c] = light * (out[4 * k + c] * (1 - fade) + alpha * fade * grey);
      }
    }
    if (dice.chance(0.12)) {
      cover(out, from.size, dice);
    }
    return new SignTexture(from.size, out);
  }

  /** Something in front of the sign: a blot of one colour, reaching in from its edge. */
  private static void cover(float[] rgba, int size, SignDice dice) {
    final boolean sticker = dice.chance(0.35);
    final double angle = dice.even(0, 2 * StrictMath.PI);
    final double reach = sticker ? dice.even(0.1, 0.6) : dice.even(0.75, 1.05);
    final double radius = sticker ? dice.even(0.08, 0.2) : dice.even(0.25, 0.5);
    final float x0 = (float) (reach * StrictMath.cos(angle));
    final float y0 = (float) (reach * StrictMath.sin(angle));
    final PatchNoise shape = new PatchNoise(dice, 7);
    final float[] colour = new float[3];
    final float bright = (float) dice.even(0.1, sticker ? 0.9 : 0.35);
    for (int c = 0; c < 3; c++) {
      colour[c] = bright * (float) dice.even(0.6, 1);
    }
    for (int k = 0; k < size * size; k++) {
      final int row = k / size;
      final float dx = 2f * (k % size) / size - 1 - x0;
      final float dy = 2f * row / size - 1 - y0;
      final double away = Math.sqrt(dx * dx + dy * dy);
      if (away < radius * (sticker ? 1 : 0.4 + 1.2 * shape.at(dx, dy))) {
        for (int c = 0; c < 3; c++) {
          rgba[4 * k + c] = colour[c];
        }
        rgba[4 * k + 3] = 1;
      }
    }
  }

  private static float[] halved(int size, float[] rgba) {
    final int small = size / 2;
    final float[] out = new float[4 * small * small];
    for (int y = 0; y < small; y++) {
      for (int x = 0; x < small; x++) {
        for (int c = 0; c < 4; c++) {
          final int at = 4 * (2 * y * size + 2 * x) + c;
          out[4 * (y * small + x) + c] =
              (rgba[at] + rgba[at + 4] + rgba[at + 4 * size] + rgba[at + 4 * size + 4]) / 4;
        }
      }
    }
    return out;
  }
}
