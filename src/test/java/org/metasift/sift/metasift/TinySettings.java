package org.metasift.sift.metasift;

import org.metasift.io.Records;

/**
 * Settings of Meta-Sift that a test can afford. A test changes what it is about, so that a setting
 * that is added to the record changes no test.
 */
public final class TinySettings {
  private TinySettings() {}

  /** One sifter of width 2, an epoch of each kind, batches of 16, rates of 1e-3 and 0.1. */
  public static MetaSift.Settings tiny() {
    final MetaSift.Settings tiny =
        MetaSift.Settings.compact()
            .withWidth(2)
            .withStride(1)
            .withSifters(1)
            .withEpochs(1, 1)
            .withWarmupAccuracy(0)
            .withBatchSize(16)
            .withLearningRate(1e-3)
            .withWeigherLearningRate(0.1)
            .withTopK(15)
            .withViews(1);
    return Records.with(tiny, "profile", "tiny");
  }
}
