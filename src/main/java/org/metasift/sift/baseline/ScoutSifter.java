package org.metasift.sift.baseline;

import org.metasift.sift.Sifter;

/** A sifter that looks at what a scout's network learned, and has no settings but the scout's. */
interface ScoutSifter extends Sifter {
  /** Trains the network. */
  Scout scout();

  @Override
  default String settings() {
    return scout().toString();
  }

  @Override
  default Object plainSettings() {
    return scout().plainSettings();
  }
}
