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

  /**
   * An attack that chooses the same images as this one, or refuses to, and trains nothing: to find
   * out before long work whether this one can be made. Itself where it trains nothing.
   *
   * @param clean what is to be poisoned
   * @throws IllegalArgumentException when it cannot be made on these images
   */
  default Poisoner rehearsed(ImageSet clean) {
    return this;
  }

  /** Its name in the literature. */
  String name();
}
