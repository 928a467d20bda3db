package org.metasift.defense;

import org.metasift.data.ImageSet;
import org.metasift.nn.Network;

/** I-BAU that tells how many passes of the fixed point a batch took. */
public final class CountedIBau {
  private final IBau.Settings settings;
  private int passes;

  /** I-BAU with these settings. */
  public CountedIBau(IBau.Settings settings) {
    this.settings = settings;
  }

  /** Purifies, and counts. */
  public void purify(Network network, ImageSet base, long seed) {
    new IBau(settings).purify(network, base, seed, counted -> passes = counted);
  }

  /** Passes a batch, the mean over the last purification. */
  public double passes(ImageSet base) {
    final int batches = (base.size() + settings.batchSize() - 1) / settings.batchSize();
    return (double) passes / settings.rounds() / batches;
  }
}
