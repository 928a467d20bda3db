package org.metasift.report;

import java.util.List;
import java.util.Map;
import org.metasift.eval.Roc;
import org.metasift.experiment.NcrTable;
import org.metasift.sift.BaseSet;
import org.metasift.study.StudyScore;

/**
 * Draws what this laboratory measures: attack success and accuracy, corruption of a pick, the
 * learned weight over the costs, and losses. Every method takes plain Java values and changes none.
 */
public final class Charts {
  private Charts() {}

  /** Attack success rate and accuracy side by side, in percent, one pair of bars per model. */
  public static Chart asrAndAcc(List<JudgedModel> models) {
    return asrAndAcc("Attack success and accuracy", models);
  }

  /** As above, under a title of the caller's. */
  public static Chart asrAndAcc(String title, List<JudgedModel> models) {
    return BarCharts.asrAndAcc(title, models);
  }

  /**
   * What raters, people and sifters, got wrong: FNR (poisoned pictures called clean) and FPR (clean
   * pictures called poisoned) side by side, in percent. A rate of nothing is drawn as 0.
   */
  public static Chart study(List<StudyScore> scores) {
    return BarCharts.study(scores);
  }

  /**
   * The normalised corruption ratio of each sifter's pick, in percent: 0 = no poison was picked,
   * 100 = as many as a random pick holds (the dashed line), more = worse than random.
   *
   * @param percentBySifter in the order of the map, which should be a {@link
   *     java.util.LinkedHashMap} or a sorted one
   */
  public static Chart ncr(Map<String, Double> percentBySifter) {
    return ncr("Poison left in what was picked", percentBySifter);
  }

  /** As above, under a title of the caller's. */
  public static Chart ncr(String title, Map<String, Double> percentBySifter) {
    return BarCharts.ncr(title, percentBySifter);
  }

  /**
   * The learned weight v(cost) as a curve (right axis) over histograms of the costs of clean and of
   * poisoned samples (left axis, each adding up to 100 %).
   *
   * @param costGrid ascending costs at which the weight was taken
   * @param weight v at those costs, 0 to 1 as a rule (1 = trusted)
   * @param cleanCosts cost of each clean sample, from 0 on
   * @param poisonedCosts cost of each poisoned sample; empty where the truth is not known
   */
  public static Chart weigher(
      double[] costGrid, double[] weight, double[] cleanCosts, double[] poisonedCosts) {
    return WeigherChart.draw(costGrid, weight, cleanCosts, poisonedCosts);
  }

  /**
   * Histograms of the final scores of the picked images and of the rest, each adding up to 100 %.
   *
   * @param picked score of each picked image (higher = cleaner); at least one
   * @param rest score of each other image; empty where all were picked
   */
  public static Chart scores(double[] picked, double[] rest) {
    return ScoreChart.draw(picked, rest);
  }

  /**
   * Loss curves over the steps of a training. A curve of more than 400 steps is drawn as means over
   * equal stretches of steps; steps whose loss is not finite are left out.
   */
  public static Chart losses(Map<String, double[]> lossesByName) {
    return losses("Loss", lossesByName);
  }

  /** As above, under a title of the caller's. */
  public static Chart losses(String title, Map<String, double[]> lossesByName) {
    return LossChart.draw(title, lossesByName);
  }

  /**
   * ROC curves within the classes, a staircase for each ranking: how many clean images of a class
   * are suspected (across) until so many poisoned ones are found (up), both in percent. The legend
   * has the AUROC in percent: 100 = all poison is found first, 50 = a random order, the diagonal.
   *
   * @param rocByName in the order of the map, by the sifters' names
   */
  public static Chart roc(Map<String, Roc> rocByName) {
    return roc("ROC curves within the class, AUROC in percent", rocByName);
  }

  /** As above, under a title of the caller's. */
  public static Chart roc(String title, Map<String, Roc> rocByName) {
    return RocChart.draw(title, rocByName);
  }

  /**
   * The mean NCR of each sifter (across) under each attack (down), in percent; darker = more poison
   * was picked. Above 200 the colour stays.
   */
  public static Chart ncrTable(List<NcrTable.Cell> cells) {
    return NcrHeatMap.draw(cells);
  }

  /**
   * How many images two picks share, in percent: every pick beside every other.
   *
   * @param picks from the same set, by sifters of different names
   */
  public static Chart agreement(List<BaseSet> picks) {
    return AgreementHeatMap.draw(picks);
  }

  /**
   * The same with what chance gives: two random picks of b of n images share 100 b / n percent.
   *
   * @param images how many there were to pick from
   */
  public static Chart agreement(List<BaseSet> picks, int images) {
    return AgreementHeatMap.draw(picks, images);
  }
}
