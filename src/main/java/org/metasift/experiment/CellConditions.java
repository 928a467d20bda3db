package org.metasift.experiment;

import org.metasift.attack.AttackSpec;
import org.metasift.attack.Pattern;
import org.metasift.attack.Poisoner;
import org.metasift.data.Split;
import org.metasift.io.Json;
import org.metasift.sift.Sifter;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.catalog.Sifters;

/**
 * What a cell holds for, as JSON: a kept cell is used again where it is the same.
 *
 * @param clean images before the attack
 */
record CellConditions(Split clean, int budget, SifterSettings settings) {
  /** The data, the sifter's settings and the revisions of attack and sifter. */
  String of(AttackSpec attack, String sifter) {
    final Sifter named = Sifters.named(sifter, settings, settings.scout());
    final Poisoner poisoner = attack.build(clean.test());
    return Json.line(
        new CellKey(
            clean.train().fingerprint(),
            clean.test().fingerprint(),
            budget,
            poisoner.revision(),
            trigger(poisoner),
            named.revision(),
            named.plainSettings()));
  }

  /** What tells one given trigger from another, whatever its file is called; null for none. */
  static String trigger(Poisoner poisoner) {
    return poisoner.given().map(Pattern::fingerprint).orElse(null);
  }

  /**
   * All that a cell depends on beside its attack, sifter and seed.
   *
   * @param train fingerprint of the clean training images
   * @param test that of the test images
   * @param trigger that of the attack's given trigger; null for none
   * @param settings of the sifter
   */
  private record CellKey(
      String train,
      String test,
      int budget,
      int attackRevision,
      String trigger,
      int sifterRevision,
      Object settings) {}
}
