package org.metasift.eval;

import java.util.List;
import java.util.Map;

/**
 * Where each sifter was measured to fail, for readers of a report on its pick. The figures are
 * those of {@code docs/results/tables} and {@code docs/panel}; a test compares them.
 */
public final class BlindSpots {
  private static final String SMOOTH = "a smooth shift of colours (Smooth)";
  private static final String FLIPS = "random label flips";
  private static final String SQUARES = "a white square (BadNets)";
  private static final String BLENDS = "a blended picture (Blended)";
  private static final String SQUARES_ALL = "a white square on all classes (BadNets all-to-all)";
  private static final String BLENDS_ALL = "a blended picture on all classes (Blended all-to-all)";
  private static final String SMOOTH_ALL = "a smooth shift on all classes (Smooth all-to-all)";

  private static final Map<String, List<String>> KNOWN =
      Map.of(
          "Meta-Sift",
          List.of(
              of1000(SMOOTH, "49 to 79", "23 to 30"),
              of1000(FLIPS, "11 to 13", "178 to 200"),
              of1000(SQUARES_ALL, "67 to 93", "174 to 200"),
              of1000(SMOOTH_ALL, "91 to 154", "174 to 200")),
          "Meta-Sift without weigher",
          List.of(
              of1000(SMOOTH, "77 to 79", "23 to 30"),
              of1000(FLIPS, "8 to 17", "178 to 200"),
              of1000(SQUARES_ALL, "69 to 92", "174 to 200"),
              of1000(SMOOTH_ALL, "93 to 154", "174 to 200")),
          "Loss-Scan",
          List.of(of1000(SQUARES, "79", "23 to 30"), of1000(BLENDS, "74 to 79", "23 to 30")),
          "DCM",
          List.of(
              of1000(FLIPS, "125 to 127", "178 to 200"),
              of1000(BLENDS_ALL, "299 to 311", "174 to 200")),
          "MI-DCM",
          List.of(
              of1000(FLIPS, "186 to 206", "178 to 200"),
              of1000(BLENDS_ALL, "313 to 337", "174 to 200")),
          "SF-Least",
          List.of(
              of1000(FLIPS, "72 to 96", "178 to 200"),
              of1000(SQUARES_ALL, "40 to 50", "174 to 200")),
          "Self-IF",
          List.of(of1000(SQUARES, "79", "23 to 30"), of1000(BLENDS, "49 to 79", "23 to 30")),
          "Panel",
          List.of(
              of("a warp on all classes", "50 of 984"),
              of("a smooth shift of colours with right labels", "8 of 994"),
              of(SMOOTH_ALL, "2 of 854"),
              of("nearly invisible poison with right labels (Clean-Label)", "1 of 994")));

  private BlindSpots() {}

  private static String of1000(String attack, String poisoned, String byChance) {
    return "Under %s it picked %s poisoned images of 1,000; a random pick holds %s."
        .formatted(attack, poisoned, byChance);
  }

  private static String of(String attack, String poisoned) {
    return "Under %s %s picked images were poisoned.".formatted(attack, poisoned);
  }

  /**
   * What a sifter lets through, a sentence for each kind of poison, measured on the embedded signs;
   * empty for a sifter that was not measured.
   *
   * @param sifter its name, as in {@link org.metasift.sift.Sifter#name}
   */
  public static List<String> of(String sifter) {
    return KNOWN.getOrDefault(sifter, List.of());
  }
}
