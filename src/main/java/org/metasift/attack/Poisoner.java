package org.metasift.attack;

import org.metasift.data.ImageSet;

/** An attack: it poisons a copy of an image set and remembers what it did. */
public interface Poisoner {
  /**
   * Poisons a copy; the set given stays as it is.
   *
   * @param seed fixes which images are poisoned
   * @throws IllegalArgumentException when the set lacks the target class, or has too few images for
   *     the ratio
   */
  PoisonedSet poison(ImageSet clean, long seed);

  /** The class that triggered images are meant to be taken for. */
  int target();

  /** What is painted into images at test time. */
  Trigger trigger();

  /** Its name in the literature. */
  String name();
}
