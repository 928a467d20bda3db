package org.metasift.report;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.metasift.attack.PoisonedSet;
import org.metasift.eval.Metrics;
import org.metasift.eval.Roc;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.metasift.Outcome;
import org.metasift.sift.metasift.Sifting;

/** Charts of what Meta-Sift did, most of them seen with the truth that it did not have. */
public final class SiftingCharts {
  private SiftingCharts() {}

  /** The NCR of another sifter's pick, of each sifter's own pick, and of Meta-Sift's. */
  public static Chart ncr(PoisonedSet truth, BaseSet other, Outcome outcome) {
    final Map<String, Double> percent = new LinkedHashMap<>();
    percent.put(other.sifter(), Metrics.ncr(truth, other).percent());
    for (final BaseSet alone : outcome.alone()) {
      percent.put(alone.sifter() + " alone", Metrics.ncr(truth, alone).percent());
    }
    percent.put(outcome.base().sifter(), Metrics.ncr(truth, outcome.base()).percent());
    return Charts.ncr("NCR of each base set", percent);
  }

  /** The weigher of one sifter over the costs of clean and of poisoned images. */
  public static Chart weigher(PoisonedSet truth, Sifting sifting) {
    return Charts.weigher(
        doubles(sifting.weigherCosts(), i -> true),
        doubles(sifting.weigherScores(), i -> true),
        doubles(sifting.costs(), i -> !truth.isPoisoned(i)),
        doubles(sifting.costs(), truth::isPoisoned));
  }

  /** The weigher of one sifter over the costs of all images, where no truth is known. */
  public static Chart weigher(Sifting sifting) {
    return Charts.weigher(
        doubles(sifting.weigherCosts(), i -> true),
        doubles(sifting.weigherScores(), i -> true),
        doubles(sifting.costs(), i -> true),
        new double[0]);
  }

  /**
   * The final scores of the picked images and of the rest.
   *
   * @param scores one for each image of the set that was picked from
   */
  public static Chart scores(BaseSet base, double[] scores) {
    final BitSet picked = new BitSet(scores.length);
    base.picks().forEach(pick -> picked.set(pick.index()));
    return Charts.scores(
        picked.stream().mapToDouble(i -> scores[i]).toArray(),
        IntStream.range(0, scores.length)
            .filter(i -> !picked.get(i))
            .mapToDouble(i -> scores[i])
            .toArray());
  }

  /**
   * ROC curves of several sifters' rankings of a poisoned set, as {@link Charts#roc(Map)}; a second
   * one of the same sifter has a number behind its name.
   *
   * @throws IllegalArgumentException when a ranking is of other data, or {@link Roc#whyNone} says
   *     why there is no curve
   */
  public static Chart roc(PoisonedSet truth, Ranking... rankings) {
    final Map<String, Roc> curves = new LinkedHashMap<>();
    for (final Ranking ranking : rankings) {
      String name = ranking.sifter();
      for (int number = 2; curves.containsKey(name); number++) {
        name = ranking.sifter() + " " + number;
      }
      curves.put(name, Roc.of(truth, ranking));
    }
    return Charts.roc(curves);
  }

  /** The mean cost of the batch at each step, a curve per sifter: warm-up, then sifting. */
  public static Chart losses(Outcome outcome) {
    final Map<String, double[]> curves = new LinkedHashMap<>();
    for (int k = 0; k < outcome.siftings().size(); k++) {
      curves.put(
          "Sifter " + (k + 1),
          outcome.siftings().get(k).losses().stream().mapToDouble(Double::doubleValue).toArray());
    }
    return Charts.losses("Mean cost of each batch: warm-up, then sifting", curves);
  }

  private static double[] doubles(float[] values, IntPredicate wanted) {
    return IntStream.range(0, values.length).filter(wanted).mapToDouble(i -> values[i]).toArray();
  }
}
