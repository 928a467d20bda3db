package org.metasift.data.signs;

/**
 * What lies behind a sign: sky, trees, a street or a house front, as a function of the plane. The
 * sign covers about [-1, 1] on both axes.
 */
final class SignBackdrop {
  private final float[] upper;
  private final float[] lower;
  private final float horizon;
  private final float softness;
  private final float texture;
  private final float stripes;
  private final float stripeShade;
  private final boolean upright;
  private final PatchNoise coarse;
  private final PatchNoise fine;

  /** A random place. */
  SignBackdrop(SignDice dice) {
    final double kind = dice.even();
    final boolean sky = kind < 0.30;
    final boolean house = kind > 0.72;
    this.upper = sky ? skyColour(dice) : earthColour(dice);
    this.lower = dice.chance(0.5) ? earthColour(dice) : upper;
    this.horizon = (float) dice.even(sky ? 0 : -1.2, 1.4);
    this.softness = (float) dice.even(0.05, 0.6);
    this.texture = (float) dice.even(0.1, sky ? 0.25 : 0.9);
    this.stripes = house ? (float) dice.even(1, 4) : 0;
    this.stripeShade = (float) dice.even(0.3, 1.6);
    this.upright = dice.chance(0.7);
    this.coarse = new PatchNoise(dice, dice.even(0.8, 2));
    this.fine = new PatchNoise(dice, dice.even(4, 9));
  }

  private static float[] skyColour(SignDice dice) {
    final float bright = (float) dice.even(0.6, 1.3);
    final float blue = (float) dice.even(0, 0.35);
    return new float[] {bright * (1 - blue), bright * (1 - 0.45f * blue), bright};
  }

  private static float[] earthColour(SignDice dice) {
    final float bright = (float) (0.08 + 0.75 * dice.small());
    final float green = (float) dice.even(0.85, 1.2);
    final float blue = (float) dice.even(0.6, 1.05);
    return new float[] {bright, bright * green, bright * blue};
  }

  /** Adds the colour at (x, y), weighted, to {@code sum[0..2]}. */
  void addTo(float[] sum, float x, float y, float weight) {
    final float patches = coarse.at(x, y);
    final float below =
        Math.max(0, Math.min(1, (y - horizon + 0.6f * (patches - 0.5f)) / softness + 0.5f));
    float light = 1 + texture * (patches + fine.at(x, y) - 1);
    if (stripes > 0) {
      final float along = (upright ? x : y) * stripes + 100;
      light *= along - (int) along < 0.35f ? stripeShade : 1;
    }
    for (int c = 0; c < 3; c++) {
      sum[c] += weight * light * (below * lower[c] + (1 - below) * upper[c]);
    }
  }
}
