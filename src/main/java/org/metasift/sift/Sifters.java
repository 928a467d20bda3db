package org.metasift.sift;

import java.util.List;
import java.util.Locale;
import org.metasift.data.ImageSet;

/** All sifters by name. */
public final class Sifters {
  private static final List<String> NAMES =
      List.of(
          "meta-sift", "no-weigher", "loss-scan", "dcm", "mi-dcm", "sf-least", "self-if", "random");

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
   * Checks that a budget fits a set, as every sifter does before its work.
   *
   * @throws IllegalArgumentException unless it is at least one image a class and at most the set
   */
  public static void checkBudget(ImageSet images, int budget) {
    ClassBudget.quotas(images, budget);
  }

  /**
   * Checks that there is something to rank, as every sifter does before its work.
   *
   * @throws IllegalArgumentException for an empty set
   */
  public static void checkNotEmpty(ImageSet images) {
    if (images.size() == 0) {
      throw new IllegalArgumentException("the set is empty: there is no image to rank");
    }
  }

  /**
   * A sifter by name.
   *
   * @param settings of Meta-Sift, and of {@code no-weigher}, which is Meta-Sift without the
   *     weigher; Loss-Scan takes its network from them
   * @param scout trains the network that MI-DCM, SF-Least and Self-IF look at; {@link Scout#like}
   *     for the same network
   * @throws IllegalArgumentException when there is no such sifter
   */
  public static Sifter named(String name, MetaSift.Settings settings, Scout scout) {
    return switch (canonical(name)) {
      case "meta-sift" -> new MetaSift(settings);
      case "no-weigher" -> new NoWeigher(settings);
      case "loss-scan" -> LossScan.like(settings);
      case "dcm" -> new ClassMeanDistance();
      case "mi-dcm" -> new ModelInversion(scout);
      case "sf-least" -> new SpectralFilter(scout);
      case "self-if" -> new SelfInfluence(scout);
      case "random" -> new RandomPick();
      default -> throw new IllegalStateException("a sifter without a case: " + name);
    };
  }
}
