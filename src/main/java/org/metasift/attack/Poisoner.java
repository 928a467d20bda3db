package org.metasift.attack;

import java.util.Optional;
import org.metasift.data.ImageSet;

/** An attack: it poisons a copy of an image set and remembers what it did. */
public interface Poisoner {
  /**
   * Poisons a copy; the set given stays as it is.
   *
   * @param seed fixes which images are poisoned, and all else that is drawn
   * @throws IllegalArgumentException when the set lacks a class that the attack needs, or has too
   *     few images for the ratio
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   */
  PoisonedSet poison(ImageSet clean, long seed);

  /**
   * Raised whenever the same settings and seed poison otherwise than before, so that results which
   * were kept are not taken for those of today's attack.
   */
  default int revision() {
    return 2;
  }

  /** The trigger that was given to it, such as one from a file; empty where it makes its own. */
  default Optional<Pattern> given() {
    return Optional.empty();
  }

  /** Its name in the literature. */
  String name();
}
