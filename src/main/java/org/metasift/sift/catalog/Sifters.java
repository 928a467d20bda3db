package org.metasift.sift.catalog;

import java.util.List;
import java.util.Locale;
import org.metasift.sift.Sifter;
import org.metasift.sift.baseline.ClassMeanDistance;
import org.metasift.sift.baseline.LossScan;
import org.metasift.sift.baseline.ModelInversion;
import org.metasift.sift.baseline.RandomPick;
import org.metasift.sift.baseline.Scout;
import org.metasift.sift.baseline.SelfInfluence;
import org.metasift.sift.baseline.SpectralFilter;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.NoWeigher;
import org.metasift.sift.panel.Panel;

/** All sifters by name; a new one gets its entry here. */
public final class Sifters {
  private static final List<String> NAMES =
      List.of(
          "meta-sift",
          "panel",
          "no-weigher",
          "loss-scan",
          "dcm",
          "mi-dcm",
          "sf-least",
          "self-if",
          "random");

  private Sifters() {}

  /** The names, Meta-Sift first. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The name as it stands in {@link #names}.
   *
   * @throws IllegalArgumentException when there is no such sifter
   */
  public static String canonical(String name) {
    final String plain = name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    final String known = plain.equals("metasift") ? "meta-sift" : plain;
    if (!NAMES.contains(known)) {
      throw new IllegalArgumentException(
          "there is no sifter '%s'; there are %s".formatted(name, String.join(", ", NAMES)));
    }
    return known;
  }

  /**
   * A sifter by name.
   *
   * @param scout trains the network that MI-DCM, SF-Least and Self-IF look at; {@link
   *     SifterSettings#scout} for a new one
   * @throws IllegalArgumentException when there is no such sifter
   */
  public static Sifter named(String name, SifterSettings settings, Scout scout) {
    return switch (canonical(name)) {
      case "meta-sift" -> new MetaSift(settings.metaSift());
      case "panel" -> new Panel(settings.panel());
      case "no-weigher" -> new NoWeigher(settings.metaSift());
      case "loss-scan" -> LossScan.like(settings.metaSift());
      case "dcm" -> new ClassMeanDistance();
      case "mi-dcm" -> new ModelInversion(scout);
      case "sf-least" -> new SpectralFilter(scout);
      case "self-if" -> new SelfInfluence(scout);
      case "random" -> new RandomPick();
      default -> throw new IllegalStateException("a sifter without a case: " + name);
    };
  }
}
