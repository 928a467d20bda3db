package org.metasift.course;

import java.util.Arrays;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.ImageSet;
import org.metasift.nn.Inference;
import org.metasift.nn.Network;

/** Checks exercise 2: the attack success rate, and what one gets who counts the wrong images. */
final class AsrCheck {
  private AsrCheck() {}

  static NumberCheck of(PoisonedSet poisoned, Network victim, ImageSet test) {
    final int[] wanted =
        Arrays.stream(test.labels()).map(label -> poisoned.backdoor().wanted(label)).toArray();
    final ImageSet marked = poisoned.backdoor().trigger().on(test);
    final int[] answers = Inference.predict(victim, marked);
    final int[] before = Inference.predict(victim, test);
    int all = 0;
    int attacked = 0;
    int hits = 0;
    int unmarked = 0;
    for (int i = 0; i < test.size(); i++) {
      final boolean hit = answers[i] == wanted[i];
      all += hit ? 1 : 0;
      if (poisoned.backdoor().attacks(test.label(i))) {
        attacked++;
        hits += hit ? 1 : 0;
        unmarked += before[i] == wanted[i] ? 1 : 0;
      }
    }
    return new NumberCheck(100.0 * hits / attacked, 0.05)
        .mistake(
            100.0 * all / test.size(),
            "You counted images of the target class. A network that recognises them has not been fooled: leave them out.")
        .mistake(
            100.0 * hits / test.size(),
            "You left images of the target class out of the hits, but still divide by all test images.")
        .mistake(
            100.0 * unmarked / attacked,
            "This many are taken for the target class without the trigger: put it on the images first.")
        .mistake(100.0 - 100.0 * hits / attacked, "This is the share that was not fooled.");
  }
}
