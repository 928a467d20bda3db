package org.metasift.experiment;

import org.metasift.attack.AttackSpec;
import org.metasift.attack.Poisoner;
import org.metasift.data.Split;
import org.metasift.sift.Sifter;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.catalog.Sifters;

/**
 * What a cell holds for, in words: a kept cell is used again where these are the same.
 *
 * @param clean images before the attack
 */
record CellConditions(Split clean, int budget, SifterSettings settings) {
  /** The data, the sifter's settings and the revisions of attack and sifter. */
  String of(AttackSpec attack, String sifter) {
    final Sifter named = Sifters.named(sifter, settings, settings.scout());
    final Poisoner poisoner = attack.build(clean.test());
    return "%s, test %s, budget %d, attack revision %d%s, sifter revision %d, %s"
        .formatted(
            clean.train().fingerprint(),
            clean.test().fingerprint(),
            budget,
            poisoner.revision(),
            trigger(poisoner),
            named.revision(),
            named.settings());
  }

  /** What tells one given trigger from another, whatever its file is called; empty for none. */
  static String trigger(Poisoner poisoner) {
    return poisoner.given().map(given -> ", trigger " + given.fingerprint()).orElse("");
  }
}
