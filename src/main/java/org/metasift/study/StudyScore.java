package org.metasift.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.metasift.compute.CountedShare;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How well a rater, a person or a sifter, told clean pictures from poisoned ones. Pictures without
 * an answer do not count.
 *
 * @param rater a name
 * @param poisoned pictures that are poisoned
 * @param missed of them called clean
 * @param clean pictures that are clean
 * @param falseAlarms of them called poisoned
 */
public record StudyScore(String rater, int poisoned, int missed, int clean, int falseAlarms) {
  /** The score of one rater's answers. */
  public static StudyScore of(Study study, Answers answers) {
    if (answers.calls().size() != study.size()) {
      throw new IllegalArgumentException(
          "%d answers for a study of %d pictures".formatted(answers.calls().size(), study.size()));
    }
    final int[] counts = new int[4];
    for (int k = 0; k < study.size(); k++) {
      final Boolean calledClean = answers.calls().get(k);
      if (calledClean != null) {
        final boolean bad = study.isPoisoned(k);
        counts[bad ? 0 : 2]++;
        counts[bad ? 1 : 3] += calledClean == bad ? 1 : 0;
      }
    }
    return new StudyScore(answers.rater(), counts[0], counts[1], counts[2], counts[3]);
  }

  /** A share in percent with its 95 % interval; NaN where nothing was counted. */
  public record Rate(double percent, double from, double to) {
    /** The share k / n with the interval of {@link CountedShare}. */
    static Rate of(int k, int n) {
      if (n == 0) {
        return new Rate(Double.NaN, Double.NaN, Double.NaN);
      }
      final CountedShare share = CountedShare.of(k, n);
      return new Rate(100 * share.value(), 100 * share.least(), 100 * share.most());
    }

    @Override
    public String toString() {
      return Double.isNaN(percent)
          ? "–"
          : String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", percent, from, to);
    }
  }

  /** False negative rate: poisoned pictures called clean. Lower is better. */
  public Rate fnr() {
    return Rate.of(missed, poisoned);
  }

  /**
   * False positive rate: clean pictures called poisoned. Lower is better. The artifact's sheet
   * divides by 100 here, whatever the number of clean pictures.
   */
  public Rate fpr() {
    return Rate.of(falseAlarms, clean);
  }

  /** Pictures called clean: what the rater would train on. */
  public int kept() {
    return missed + clean - falseAlarms;
  }

  /** Precision of the kept set: the share of it that is clean. Higher is better. */
  public Rate precision() {
    return Rate.of(clean - falseAlarms, kept());
  }

  /**
   * NCR of the kept set in percent: its share of poison relative to that of all answered pictures;
   * 0 = clean, 100 = as if drawn at random. NaN where nothing was kept or nothing is poisoned.
   */
  public double ncr() {
    return 100.0 * missed / kept() / ((double) poisoned / (poisoned + clean));
  }

  /**
   * A poisoned picture and the raters' answers to it.
   *
   * @param picture its index in the study
   * @param missed how many called it clean
   * @param seen how many answered it
   */
  public record Missed(int picture, int missed, int seen) {}

  /** The poisoned pictures that at least one rater called clean, most often missed first. */
  public static List<Missed> missed(Study study, List<Answers> raters) {
    final List<Missed> list = new ArrayList<>();
    for (int k = 0; k < study.size(); k++) {
      int missed = 0;
      int seen = 0;
      for (final Answers rater : raters) {
        final Boolean clean = rater.calls().get(k);
        seen += clean == null ? 0 : 1;
        missed += Boolean.TRUE.equals(clean) ? 1 : 0;
      }
      if (study.isPoisoned(k) && missed > 0) {
        list.add(new Missed(k, missed, seen));
      }
    }
    list.sort(Comparator.comparingDouble(one -> -(double) one.missed() / one.seen()));
    return list;
  }

  /** How many pictures were answered. */
  public int answered() {
    return poisoned + clean;
  }

  /** Scores side by side: rater, answered, FNR (%), FPR (%), precision (%), NCR (%). */
  public static Table table(List<StudyScore> scores) {
    return Table.create(
        "Who tells clean pictures from poisoned ones (95 % intervals)",
        StringColumn.create("rater", scores.stream().map(StudyScore::rater).toList()),
        IntColumn.create("answered", scores.stream().mapToInt(StudyScore::answered).toArray()),
        StringColumn.create("FNR (%)", scores.stream().map(s -> s.fnr().toString()).toList()),
        StringColumn.create("FPR (%)", scores.stream().map(s -> s.fpr().toString()).toList()),
        StringColumn.create(
            "precision (%)", scores.stream().map(s -> s.precision().toString()).toList()),
        DoubleColumn.create("NCR (%)", scores.stream().mapToDouble(StudyScore::ncr).toArray()));
  }

  /**
   * How far raters agree beyond chance, κ = (p - p_e) / (1 - p_e), at most 1: Cohen's kappa of two
   * raters (Cohen 1960), Fleiss' of more (Fleiss 1971), over the pictures that all of them
   * answered.
   *
   * @return NaN where no picture was answered by all, or all say the same of every picture
   * @throws IllegalArgumentException for fewer than two raters
   */
  public static double kappa(List<Answers> raters) {
    if (raters.size() < 2) {
      throw new IllegalArgumentException(
          "agreement of %d rater; at least 2 are needed".formatted(raters.size()));
    }
    final int[] common =
        IntStream.range(0, raters.get(0).calls().size())
            .filter(k -> raters.stream().allMatch(rater -> rater.calls().get(k) != null))
            .toArray();
    final List<Double> yes = new ArrayList<>();
    for (final Answers rater : raters) {
      yes.add(IntStream.of(common).filter(rater.calls()::get).count() / (double) common.length);
    }
    final int n = raters.size();
    double agreed = 0;
    for (final int k : common) {
      final long said = raters.stream().filter(rater -> rater.calls().get(k)).count();
      agreed += (said * (said - 1) + (n - said) * (n - said - 1)) / (double) (n * (n - 1));
    }
    agreed /= common.length;
    final double mean = yes.stream().mapToDouble(p -> p).average().orElseThrow();
    final double expected =
        n == 2
            ? yes.get(0) * yes.get(1) + (1 - yes.get(0)) * (1 - yes.get(1))
            : mean * mean + (1 - mean) * (1 - mean);
    return (agreed - expected) / (1 - expected);
  }
}
