package org.metasift.attack;

import org.metasift.data.ImageSet;

/** Checks that a set has the class an attack aims at. */
final class Targets {
  private Targets() {}

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
