package org.metasift.sift.metasift;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The weigher's learning rate for a set of some size: the fewer steps it has, the larger they are.
 */
final class WeigherRate {
  private static final double FULL_STEPS = 307; // an epoch of GTSRB in batches of 128
  private static final MathContext DIGITS = new MathContext(6);

  private WeigherRate() {}

  /** As {@link MetaSift.Settings#fittedTo}. */
  static double fitted(MetaSift.Settings settings, int images) {
    return BigDecimal.valueOf(settings.weigherLearningRate() * growth(settings, images))
        .round(DIGITS)
        .doubleValue();
  }

  /** The rate that is fitted to this one. */
  static double unfitted(MetaSift.Settings settings, int images) {
    return settings.weigherLearningRate() / growth(settings, images);
  }

  private static double growth(MetaSift.Settings settings, int images) {
    final double steps = Math.ceil((double) images / settings.batchSize()) * settings.siftEpochs();
    return Math.max(1, FULL_STEPS / steps);
  }
}
