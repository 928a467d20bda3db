package org.metasift.attack;

import org.metasift.data.ImageSet;

/** Checks that a set has the class an attack aims at. */
final class Targets {
  private static final double ROUNDING = 1e-9;

  private Targets() {}

  /**
   * How many poisoned images make up the share {@code ratio} of a class beside {@code clean} clean
   * ones: ⌊clean · r / (1 - r)⌋, where 89.999999999 from rounding counts as 90.
   */
  static int inClass(int clean, double ratio) {
    return (int) Math.floor(clean * ratio / (1 - ratio) + ROUNDING);
  }

  static void check(ImageSet images, int target) {
    if (target >= images.classes()) {
      throw new IllegalArgumentException(
          "target class %d is unknown; the set has classes 0 to %d"
              .formatted(target, images.classes() - 1));
    }
    if (images.indicesOf(target).length == 0) {
      throw new IllegalArgumentException(
          "target class %d (%s) has no image in the set"
              .formatted(target, images.classNames().get(target)));
    }
  }
}
