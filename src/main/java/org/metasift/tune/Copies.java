package org.metasift.tune;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.ImageSet;
import org.metasift.eval.Metrics;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.baseline.RandomPick;
import org.metasift.sift.metasift.MetaSift;

/**
 * The pseudo-poisoned copies of a search: they know which of their images are poisoned, and judge
 * votes by it.
 *
 * @param sets the copies with their truth, at least one
 * @param budget images that a base set is to have
 * @param seed the search's, from which each copy has its own
 */
record Copies(List<PoisonedSet> sets, int budget, long seed) {
  /** Copies the list. */
  Copies {
    sets = List.copyOf(sets);
  }

  /** Copies of a set, which take the kinds of pseudo-poison in turn. */
  static Copies of(ImageSet suspicious, SiftTuner.Settings settings, int budget, long seed) {
    final List<PseudoPoison.Kind> kinds = settings.kinds();
    return new Copies(
        IntStream.range(0, settings.copies())
            .mapToObj(
                copy ->
                    PseudoPoison.on(
                        suspicious,
                        kinds.get(copy % kinds.size()),
                        PseudoPoison.seedOf(copy, seed)))
            .toList(),
        budget,
        seed);
  }

  long seed(int copy) {
    return PseudoPoison.seedOf(copy, seed);
  }

  int count() {
    return sets.size();
  }

  ImageSet images(int copy) {
    return sets.get(copy).images();
  }

  /** For each copy how likely a random pick is clean there, 0 to 1. */
  List<Double> chances() {
    return sets.stream()
        .map(
            copy -> Metrics.cleanByChance(copy, new RandomPick().pick(copy.images(), budget, seed)))
        .toList();
  }

  /** What the vote of the sifters up to one picks on a copy; the store has what each found. */
  Trial judge(MetaSift.Settings one, int copy, int sifter, TrialStore store) {
    final PoisonedSet truth = sets.get(copy);
    final double[] votes = new double[truth.images().size()];
    TrialStore.Found last = null;
    for (int k = 0; k <= sifter; k++) {
      last = store.find(one, copy, k).orElseThrow();
      if (last.failed()) {
        return Trial.failed(one, copy, sifter, last.seconds(), last.failure());
      }
      for (int i = 0; i < votes.length; i++) {
        votes[i] += last.scores()[i] / (sifter + 1);
      }
    }
    final BaseSet base =
        Ranking.of("vote", one.toString(), truth.images(), votes, seed(copy), 0)
            .best(truth.images(), budget);
    return new Trial(
        one,
        copy,
        sifter,
        Metrics.ncr(truth, base).percent(),
        depth(truth, votes),
        last.accuracy(),
        last.decided(),
        last.seconds());
  }

  /** {@link Trial#depth} of a vote: 0 to 1, more is better. */
  static double depth(PoisonedSet truth, double[] votes) {
    final Map<Integer, Double> best = new TreeMap<>(); // of the poisoned images, by their label
    for (final int i : truth.poisonedIndices()) {
      best.merge(truth.images().label(i), votes[i], Math::max);
    }
    double depth = 0;
    for (final Map.Entry<Integer, Double> label : best.entrySet()) {
      final int[] own = truth.images().indicesOf(label.getKey());
      depth +=
          (double) IntStream.of(own).filter(i -> votes[i] > label.getValue()).count() / own.length;
    }
    return depth / best.size();
  }
}
