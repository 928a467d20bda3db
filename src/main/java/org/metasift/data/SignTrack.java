package org.metasift.data;

import java.util.SplittableRandom;

/**
 * One physical sign at its place and hour, and the frames a car's camera takes as it drives up to
 * it: everything follows from a seed, and each frame from the seed and its number.
 */
final class SignTrack {
  private final long seed;
  private final int frames;
  private final SignTexture sign;
  private final SignBackdrop backdrop;
  private final float[] light = new float[3];
  private final float backLight;
  private final float veil;
  private final double nearest;
  private final double roll;
  private final double yaw;
  private final double pitch;
  private final double softness;
  private final double unsteady;

  /**
   * A sign of the class whose clean picture is given.
   *
   * @param frames how many frames are taken of it, at least 1
   */
  SignTrack(SignTexture clean, int frames, long seed) {
    final SplittableRandom dice = new SplittableRandom(seed);
    this.seed = dice.nextLong();
    this.frames = frames;
    this.sign = clean.weathered(dice);
    this.backdrop = new SignBackdrop(dice);
    final double exposure = Math.min(2.1, StrictMath.exp(-0.78 + 0.72 * Normal.draw(dice)));
    final double warmth = 0.09 * Normal.draw(dice);
    final double tint = 0.04 * Normal.draw(dice);
    light[0] = (float) (exposure * (1 + warmth));
    light[1] = (float) (exposure * (1 + tint));
    light[2] = (float) (exposure * (1 - warmth));
    this.backLight = (float) (StrictMath.pow(exposure, 0.75) * dice.nextDouble(0.5, 1.4));
    this.veil = (float) (dice.nextDouble() * dice.nextDouble() * 0.12);
    this.nearest = dice.nextDouble(26, 95);
    this.roll = 0.065 * Normal.draw(dice);
    this.yaw = 0.13 * Normal.draw(dice);
    this.pitch = 0.07 * Normal.draw(dice);
    this.softness = dice.nextDouble(0.15, 0.75);
    this.unsteady = dice.nextDouble() * dice.nextDouble() * 2.6;
  }

  /** Takes frame {@code number}, in [0, frames), as 32 x 32 RGB bytes into {@code out}. */
  void take(int number, byte[] out, int offset) {
    final SplittableRandom dice = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (number + 1));
    final double near = frames == 1 ? 0.6 : number / (frames - 1.0);
    final double pixels = 15 / (1 - near * (1 - 15 / nearest)) + dice.nextDouble(-1, 1);
    final double size = 0.91 * (1 + 0.04 * Normal.draw(dice));
    final double turn = roll + 0.025 * Normal.draw(dice);
    final SignCamera.View view =
        new SignCamera.View(
            (float) (StrictMath.cos(turn) / (size * (1 - 0.5 * yaw * yaw))),
            (float) (StrictMath.sin(turn) / size),
            (float) (-StrictMath.sin(turn) / (size * (1 - 0.5 * yaw * yaw))),
            (float) (StrictMath.cos(turn) / size),
            (float) (0.04 * Normal.draw(dice)),
            (float) (0.04 * Normal.draw(dice)),
            (float) (yaw * (0.6 + 0.4 * near)),
            (float) pitch,
            (float) (1.15 - 0.35 * near),
            (float) (0.5 * near));
    final float gain = (float) StrictMath.exp(0.10 * Normal.draw(dice));
    final SignCamera.Shot shot =
        new SignCamera.Shot(
            Math.max(13, Math.min(SignCamera.SIDE, (int) Math.round(pixels))),
            light[0] * gain,
            light[1] * gain,
            light[2] * gain,
            backLight * gain,
            veil,
            (float) (softness * dice.nextDouble(0.6, 1.4)),
            (float) (unsteady * dice.nextDouble(0.3, 1.3)),
            dice.nextDouble(0, StrictMath.PI),
            (float) dice.nextDouble(0.006, 0.024));
    SignCamera.take(sign, backdrop, view, shot, dice, out, offset);
  }

  /** Draws from the normal distribution, nearly: four uniform draws from one long. */
  static final class Normal {
    private Normal() {}

    /** Mean 0, standard deviation 1, within 3.5. */
    static double draw(SplittableRandom dice) {
      final long bits = dice.nextLong();
      final int sum =
          (int) (bits & 0xFFFF)
              + (int) ((bits >>> 16) & 0xFFFF)
              + (int) ((bits >>> 32) & 0xFFFF)
              + (int) (bits >>> 48);
      return (sum - 131070) / 37837.2;
    }
  }
}
