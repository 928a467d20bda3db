package org.metasift.defense;

import org.metasift.data.ImageSet;
import org.metasift.nn.Network;

/** Removes a backdoor from a network with the help of a small set of images. */
public interface Defense {
  /**
   * Purifies a copy of a network; the one given stays as it is.
   *
   * @param base images trusted to be clean
   * @param seed fixes every random choice: the same seed on the same machine gives the same
   *     network, except on a GPU, whose sums have no fixed order
   * @return the purified network
   * @throws IllegalArgumentException when the base set does not fit the network or has less than
   *     two images
   * @throws org.metasift.compute.DivergedException when a cost or a weight is not a finite number
   *     any more
   * @throws java.util.concurrent.CancellationException when the thread is interrupted
   */
  Network purify(Network network, ImageSet base, long seed);

  /** All its settings in words, to the last digit. */
  default String settings() {
    return plainSettings().toString();
  }

  /** All its settings, as records hold them, to be written as JSON. */
  Record plainSettings();

  /** Its name in the literature, as charts and tables show it. */
  String name();
}
