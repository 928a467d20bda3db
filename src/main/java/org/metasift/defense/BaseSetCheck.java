package org.metasift.defense;

import org.metasift.data.ImageSet;
import org.metasift.nn.Inference;
import org.metasift.nn.Network;

/** Whether a base set can purify a network. */
final class BaseSetCheck {
  private static final int LEAST = 2; // batch normalisation

  private BaseSetCheck() {}

  /** Throws when the images do not fit the network, or are too few. */
  static void check(Network network, ImageSet base) {
    Inference.checkFit(network, base);
    if (base.size() < LEAST) {
      throw new IllegalArgumentException(
          "a base set of %d images; at least %d are needed".formatted(base.size(), LEAST));
    }
  }
}
