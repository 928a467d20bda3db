package org.metasift.attack;

import java.util.stream.Stream;

/** The contract, kept by the attacks whose triggers and labels are given. */
class PoisonerContractTest extends PoisonerContract {
  @Override
  Stream<Case> attacks() {
    return Stream.of(
        new Case(new BadNets(TARGET, 0.33), 29, true, true, 120), // of 29.55
        new Case(new BadNetsAllToAll(0.2), 36, true, true, 180),
        new Case(new Blended(TARGET, 0.33, 0.2), 29, true, true, 120),
        new Case(new BlendedAllToAll(0.2, 0.2), 36, true, true, 180),
        new Case(new TargetedLabelFlip(SOURCE, TARGET, 0.1667), 12, false, true, 50),
        new Case(new RandomLabelFlip(0.2), 36, false, true, 0),
        new Case(new Smooth(TARGET, 0.33, pattern()), 29, true, true, 120),
        new Case(new SmoothAllToAll(0.2, pattern()), 36, true, true, 180),
        new Case(Narcissus.with(pattern(), TARGET, 0.1), 6, true, false, 120));
  }

  private static Pattern pattern() {
    final float[] values = new float[8 * 8 * 3];
    for (int k = 0; k < values.length; k++) {
      values[k] = 0.3f * (k % 7 - 3);
    }
    return new Pattern(8, 8, 3, values);
  }
}
