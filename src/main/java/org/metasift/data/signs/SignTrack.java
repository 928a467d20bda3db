package org.metasift.data.signs;

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
  private final float chroma;
  private final double farthest;
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
    final SignDice dice = new SignDice(seed);
    this.seed = seed;
    this.frames = frames;
    this.sign = clean.weathered(dice);
    this.backdrop = new SignBackdrop(dice);
    final double exposure =
        Math.max(0.11, Math.min(2.1, StrictMath.exp(-0.68 + 0.72 * dice.normal())));
    final double warmth = 0.09 * dice.normal();
    final double tint = 0.04 * dice.normal();
    light[0] = (float) (exposure * (1 + warmth));
    light[1] = (float) (exposure * (1 + tint));
    light[2] = (float) (exposure * (1 - warmth));
    this.backLight = (float) (StrictMath.pow(exposure, 0.75) * dice.even(0.5, 1.4));
    this.veil = (float) (dice.small() * 0.12);
    this.chroma = (float) dice.even(0.35, 1.1);
    this.farthest = dice.even(14, 26);
    this.nearest = dice.even(30, 100);
    this.roll = 0.065 * dice.normal();
    this.yaw = 0.13 * dice.normal();
    this.pitch = 0.07 * dice.normal();
    this.softness = dice.even(0.4, 0.75);
    this.unsteady = dice.small() * 2.2;
  }

  /** Takes frame {@code number}, in [0, frames), as 32 x 32 RGB bytes into {@code out}. */
  void take(int number, byte[] out, int offset) {
    final SignDice dice = new SignDice(SignDice.seed(seed, number));
    final double near = frames == 1 ? 0.6 : number / (frames - 1.0);
    final double pixels = farthest / (1 - near * (1 - farthest / nearest)) + dice.even(-1, 1);
    final double size = 0.91 * (1 + 0.04 * dice.normal());
    final double turn = roll + 0.025 * dice.normal();
    final SignCamera.Pose pose =
        new SignCamera.Pose(
            (float) (StrictMath.cos(turn) / (size * (1 - 0.5 * yaw * yaw))),
            (float) (StrictMath.sin(turn) / size),
            (float) (-StrictMath.sin(turn) / (size * (1 - 0.5 * yaw * yaw))),
            (float) (StrictMath.cos(turn) / size),
            (float) (0.04 * dice.normal()),
            (float) (0.04 * dice.normal()),
            (float) (yaw * (0.6 + 0.4 * near)),
            (float) pitch,
            (float) (1.15 - 0.35 * near),
            (float) (0.5 * near));
    final float gain = (float) StrictMath.exp(0.10 * dice.normal());
    final SignCamera.Shot shot =
        new SignCamera.Shot(
            Math.max(13, Math.min(SignCamera.SIDE, (int) Math.round(pixels))),
            light[0] * gain,
            light[1] * gain,
            light[2] * gain,
            backLight * gain,
            chroma,
            veil,
            (float) (softness * dice.even(0.8, 1.3)),
            (float) (unsteady * dice.even(0.3, 1.3)),
            dice.even(0, StrictMath.PI),
            (float) dice.even(0.006, 0.024));
    SignCamera.take(sign, backdrop, pose, shot, dice).enlargeTo(SignCamera.SIDE, out, offset);
  }
}
