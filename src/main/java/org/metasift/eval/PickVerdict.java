package org.metasift.eval;

import java.util.List;
import org.metasift.attack.PoisonedSet;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;
import org.metasift.io.Version;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Suspects;
import org.metasift.sift.panel.ClassEvidence;
import org.metasift.sift.panel.PanelFindings;

/**
 * What a pick came to, in the fields that a program asks for: one line of JSON, {@code
 * verdict.json}.
 *
 * @param set what the images are, readable
 * @param fingerprint of the images that were picked from
 * @param images how many they are, at least 1
 * @param classes how many classes they have, at least 1
 * @param sifter who picked
 * @param seed of the pick
 * @param version of this program
 * @param asked images that were asked for, at least 1
 * @param picked images that were picked, 0 to {@code asked}
 * @param refusedClasses classes from which none was picked, because the sifter does not vouch for
 *     them
 * @param truth how much poison the pick holds; null where nobody knows
 * @param agreementPercent 0 to 100: of Meta-Sift the mean share of images that the picks of two of
 *     its sifters have in common, of the panel the share of picked images that no member objects
 *     to; null for other sifters, and for one alone
 * @param agreement the same in words; empty where it is null
 * @param standingOut classes in which the panel finds more than is usual; null for other sifters,
 *     which do not look
 * @param setStandsOut whether it finds something in the set as a whole, whatever the class; null
 *     for other sifters
 * @param findings what it finds, in words; empty where {@code standingOut} is null
 * @param suspectsFile the list of all images, least trusted first, in the folder of the run
 */
public record PickVerdict(
    String set,
    String fingerprint,
    int images,
    int classes,
    String sifter,
    long seed,
    String version,
    int asked,
    int picked,
    List<RefusedClass> refusedClasses,
    Corruption truth,
    Double agreementPercent,
    String agreement,
    List<Integer> standingOut,
    Boolean setStandsOut,
    String findings,
    String suspectsFile) {
  /** The name of the file, in the folder of a run. */
  public static final String FILE = "verdict.json";

  /**
   * A class from which nothing was picked.
   *
   * @param label the class
   * @param name its name
   * @param asked how many of its images were asked for
   * @param why in words for a person
   */
  public record RefusedClass(int label, String name, int asked, String why) {}

  /** Checks the ranges, and that no field is missing but those that may be null. */
  public PickVerdict {
    needed("set", set);
    needed("fingerprint", fingerprint);
    Ranges.atLeast("images", images, 1);
    Ranges.atLeast("classes", classes, 1);
    needed("sifter", sifter);
    needed("version", version);
    Ranges.within("asked", asked, 1, images);
    Ranges.within("picked", picked, 0, asked);
    refusedClasses = List.copyOf(needed("refusedClasses", refusedClasses));
    needed("agreement", agreement);
    standingOut = standingOut == null ? null : List.copyOf(standingOut);
    needed("findings", findings);
    needed("suspectsFile", suspectsFile);
  }

  private static <T> T needed(String name, T value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  /**
   * Of a pick.
   *
   * @param set what the images are
   * @param truth null where nobody knows it
   * @param agreement of those who picked
   * @param findings of the panel; null for another sifter
   */
  public static PickVerdict of(
      String set,
      ImageSet images,
      BaseSet base,
      PoisonedSet truth,
      Agreement.Measured agreement,
      PanelFindings findings) {
    final List<RefusedClass> refused =
        base.leftOut().stream()
            .map(
                one ->
                    new RefusedClass(
                        one.label(), images.classNames().get(one.label()), one.share(), one.why()))
            .toList();
    return new PickVerdict(
        set,
        base.fingerprint(),
        images.size(),
        images.classes(),
        base.sifter(),
        base.seed(),
        Version.text(),
        base.size() + refused.stream().mapToInt(RefusedClass::asked).sum(),
        base.size(),
        refused,
        truth == null ? null : Corruption.of(truth, base),
        agreement.percent(),
        agreement.statement(),
        findings == null
            ? null
            : findings.standingOut().stream().map(ClassEvidence::label).sorted().toList(),
        findings == null ? null : findings.setStandsOut(),
        findings == null ? "" : findings.said(images.classNames()),
        Suspects.FILE);
  }
}
