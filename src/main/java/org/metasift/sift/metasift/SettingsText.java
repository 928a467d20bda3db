package org.metasift.sift.metasift;

import java.util.Set;
import org.metasift.compute.DeclaredSettings;
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
    return "%s: %s, %s"
        .formatted(
            settings.profile(),
            network,
            DeclaredSettings.shown(settings, Set.of("width", "stride")));
  }
}
