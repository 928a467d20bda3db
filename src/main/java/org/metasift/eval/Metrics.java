package org.metasift.eval;

import java.util.Arrays;
import org.metasift.attack.Backdoor;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.ImageSet;
import org.metasift.nn.Inference;
import org.metasift.nn.Network;
import org.metasift.sift.BaseSet;

/** The field's measures of failure, all in percent. */
public final class Metrics {
  private Metrics() {}

  /**
   * Normalized corruption rate: NCR = 100 · (poisoned picked / picked) / (poisoned / all). Lower is
   * better: 0 is a clean base set, a random pick gives 100 on average, and above 100 the sifter
   * prefers poison (the paper's section 2.3). Of a set without poison it is 0.
   *
   * @throws IllegalArgumentException when the base set was picked from other data, or is empty
   */
  public static Figure ncr(PoisonedSet truth, BaseSet base) {
    truth.checkSameData("the base set was picked from", base.fingerprint());
    return ncr(truth, base.indices());
  }

  /** As above for plain indices into the poisoned set. */
  public static Figure ncr(PoisonedSet truth, int... picked) {
    if (picked.length == 0) {
      throw new IllegalArgumentException("nothing was picked; at least one image is needed");
    }
    final int bad = truth.poisonedAmong(picked);
    final double share = (double) truth.poisonedCount() / truth.images().size();
    final double percent = bad == 0 ? 0 : 100.0 * bad / picked.length / share;
    return new Figure(
        "NCR",
        percent,
        "%,d of %,d picked are poisoned, %,d of %,d in the set"
            .formatted(bad, picked.length, truth.poisonedCount(), truth.images().size()));
  }

  /**
   * What an NCR of 0 is worth: the probability that a random pick of as many images of each label
   * as this one has holds no poison, Π C(n − p, q) / C(n, q) over the labels, for q picked of n
   * images of which p are poisoned. 0 to 1; near 1 a clean pick says nothing.
   *
   * @throws IllegalArgumentException when the base set was picked from other data
   */
  public static double cleanByChance(PoisonedSet truth, BaseSet base) {
    truth.checkSameData("the base set was picked from", base.fingerprint());
    final int[] all = truth.images().classCounts();
    final int[] poisoned = new int[all.length];
    for (final int i : truth.poisonedIndices()) {
      poisoned[truth.images().label(i)]++;
    }
    double log = 0; // a product of many numbers, small ones among them
    for (int label = 0; label < all.length; label++) {
      final int picked = poisoned[label] == 0 ? 0 : base.indicesOf(label).length;
      for (int k = 0; k < poisoned[label]; k++) {
        log += Math.log(Math.max(0, all[label] - k - picked)) - Math.log(all[label] - k);
      }
    }
    return Math.exp(log);
  }

  /**
   * Attack success rate: the share of the attacked test images, with the trigger on them, that the
   * network takes for what the attacker wants. Attacked are all images of other classes than the
   * wanted one; for label flipping those of the source class. Lower is better for the defender.
   *
   * @throws IllegalArgumentException when no test image is of an attacked class
   */
  public static Figure asr(Network network, Backdoor backdoor, ImageSet test) {
    final ImageSet attacked = backdoor.attacked(test);
    if (attacked.size() == 0) {
      throw new IllegalArgumentException(
          "no test image is of a class that is attacked: there is no attack success rate");
    }
    final int[] wanted = Arrays.stream(attacked.labels()).map(backdoor::wanted).toArray();
    final int hits = Inference.right(Inference.predict(network, attacked), wanted);
    return new Figure(
        "ASR",
        100.0 * hits / attacked.size(),
        "%,d of %,d attacked test images taken for the attacker's class"
            .formatted(hits, attacked.size()));
  }

  /** As above, in percent; null where an attack has no aim but errors. */
  public static Double asrOf(Network network, PoisonedSet truth, ImageSet test) {
    return truth.backdoor().hasAim() ? asr(network, truth.backdoor(), test).percent() : null;
  }

  /**
   * Clean accuracy: the share of untouched test images whose label the network gives. Higher is
   * better.
   *
   * @throws IllegalArgumentException for an empty test set
   */
  public static Figure acc(Network network, ImageSet test) {
    if (test.size() == 0) {
      throw new IllegalArgumentException("the test set is empty; at least one image is needed");
    }
    final int right = Inference.right(Inference.predict(network, test), test.labels());
    return new Figure(
        "ACC",
        100.0 * right / test.size(),
        "%,d of %,d test images right".formatted(right, test.size()));
  }
}
