package org.metasift.sift.metasift;

import java.util.Locale;
import org.metasift.compute.Compute;

/** The presets of Meta-Sift's settings. */
final class Profiles {
  private static final double ENOUGH = 0.35; // BadNets on the embedded signs has 0.4 after an epoch
  private static final int QUICK_WIDTH = 8;
  private static final double QUICK_RATE = 1e-3;

  private Profiles() {}

  static MetaSift.Settings paper() {
    return new MetaSift.Settings("paper", 64, 1, 5, 1, ENOUGH, 1, 128, 1e-4, 5e-4, 15, 1);
  }

  static MetaSift.Settings compact() {
    return new MetaSift.Settings("compact", 16, 2, 4, 1, ENOUGH, 1, 128, 1e-4, 5e-4, 15, 4);
  }

  static MetaSift.Settings quick(MetaSift.Settings like) {
    return like.withWidth(QUICK_WIDTH).withStride(2).withLearningRate(QUICK_RATE);
  }

  /** As {@link MetaSift.Settings#named}. */
  static MetaSift.Settings named(String profile) {
    return switch (profile == null ? "" : profile.toLowerCase(Locale.ROOT)) {
      case "paper" -> paper();
      case "compact" -> compact();
      case "" -> Compute.onGpu() ? paper() : compact();
      default ->
          throw new IllegalArgumentException(
              "setting 'profile' is '%s'; paper and compact are allowed".formatted(profile));
    };
  }
}
