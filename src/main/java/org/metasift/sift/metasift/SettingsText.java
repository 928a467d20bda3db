package org.metasift.sift.metasift;

import java.math.BigDecimal;
import org.metasift.nn.Architecture;
import org.metasift.nn.ResNet18;

/** Meta-Sift's settings in words, each to its last digit: what a run can be repeated from. */
final class SettingsText {
  private SettingsText() {}

  static String of(MetaSift.Settings settings) {
    return of(
        settings, "ResNet-18 width %d, stride %d".formatted(settings.width(), settings.stride()));
  }

  /** With the network that they are used for, if it is not ours. */
  static String of(MetaSift.Settings settings, Architecture network) {
    return network instanceof ResNet18 ? of(settings) : of(settings, network.toString());
  }

  private static String of(MetaSift.Settings settings, String network) {
    return "%s: %d sifters, %s, %d%s + %d epochs, batch %d, lr %s, v_lr %s, top_k %d, %d views"
        .formatted(
            settings.profile(),
            settings.sifters(),
            network,
            settings.warmupEpochs(),
            upTo(settings.warmupAccuracy()),
            settings.siftEpochs(),
            settings.batchSize(),
            settings.learningRate(),
            plain(settings.weigherLearningRate(), 0),
            settings.topK(),
            settings.views());
  }

  /** An accuracy to warm up to, in words; empty for 0. */
  private static String upTo(double accuracy) {
    return accuracy > 0 ? " (to %s %%)".formatted(plain(accuracy, 2)) : "";
  }

  // all digits, so that the run can be repeated from its text; none beyond them
  private static String plain(double value, int powerOfTen) {
    return BigDecimal.valueOf(value)
        .movePointRight(powerOfTen)
        .stripTrailingZeros()
        .toPlainString();
  }
}
