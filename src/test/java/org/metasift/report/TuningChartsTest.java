package org.metasift.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.HeatMapSeries;
import org.knowm.xchart.XYSeries;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.tune.Hyperparameter;
import org.metasift.tune.Trial;
import org.metasift.tune.TruthCheck;
import org.metasift.tune.Tuning;

/** What the charts of a search hold. */
class TuningChartsTest {
  private static final MetaSift.Settings ONE = MetaSift.Settings.compact().withSifters(1);
  private static final MetaSift.Settings TWO = ONE.withTopK(2).withWidth(8);
  private static final MetaSift.Settings THREE =
      ONE.withWeigherLearningRate(0.0064).withEpochs(3, 1);
  private static final Tuning TUNING =
      new Tuning(
          List.of(
              trial(ONE, 0, 0, 20),
              trial(ONE, 1, 0, 40),
              trial(TWO, 0, 0, 150),
              trial(THREE, 0, 0, 0),
              trial(ONE, 0, 1, 500)), // the last one is of two sifters
          List.of(0.1, 0.1),
          0,
          false,
          60);

  private static Trial trial(MetaSift.Settings settings, int copy, int sifter, double ncr) {
    return new Trial(settings, copy, sifter, ncr, 0.2, 0.3, true, 5);
  }

  @Test
  void aFieldIsTheMeanOfItsTrialsOfOneSifterAndUntriedOnesStayEmpty() {
    final Chart chart = TuningCharts.ncr(TUNING, Hyperparameter.V_LR, Hyperparameter.TOP_K);
    final HeatMapSeries series =
        (HeatMapSeries) chart.plot().getSeriesCollection().iterator().next();
    assertThat(series.getXData()).map(Object::toString).containsExactly("0.00050", "0.0064");
    assertThat(series.getYData()).map(Object::toString).containsExactly("2", "15");
    assertThat(series.getHeatData())
        .map(Arrays::toString)
        .containsExactlyInAnyOrder("[0, 0, 150.0]", "[0, 1, 30.0]", "[1, 1, 0.0]");
    assertThat(chart.toString()).contains("v_lr 0.00050, top_k 15: NCR 30.0 % (2 trials)");
    assertThat(chart.png()).isNotEmpty();
  }

  @Test
  void everySettingIsALineColouredByItsNcrCleanOnesOnTop() {
    final Chart chart = TuningCharts.parallel(TUNING);
    assertThat(chart.plot().getSeriesCollection())
        .extracting(series -> ((XYSeries) series).getLineColor())
        .containsExactly(ChartTheme.POISONED, ChartTheme.NCR, ChartTheme.CLEAN);
    final XYSeries worst = (XYSeries) chart.plot().getSeries("settings 0");
    assertThat(worst.getXData()).hasSize(9);
    assertThat(worst.getYData()[8]).isEqualTo(1); // 150 of an axis up to 150
    assertThat(chart.toString()).contains("NCR  150.0 %", "NCR   30.0 %");
    assertThat(chart.png()).isNotEmpty();
    final Tuning none = new Tuning(List.of(), List.of(0.1), 0, true, 1);
    assertThatThrownBy(() -> TuningCharts.parallel(none)).hasMessageContaining("at least one");
  }

  @Test
  void pointsAreTheTrialsAndTheSettings() {
    final Chart warmUp = TuningCharts.warmUp(TUNING);
    final XYSeries trials = (XYSeries) warmUp.plot().getSeries("trials");
    assertThat(trials.getXData()).containsOnly(30);
    assertThat(trials.getYData()).containsExactly(20, 40, 150, 0);
    final TruthCheck check =
        new TruthCheck(
            List.of(
                new TruthCheck.Row(ONE, 30, 0.1, 60, 0.05),
                new TruthCheck.Row(THREE, 0, 0.4, 0, 0.5)));
    final XYSeries ncr = (XYSeries) TuningCharts.truth(check).plot().getSeries("trials");
    assertThat(ncr.getXData()).containsExactly(30, 0);
    assertThat(ncr.getYData()).containsExactly(60, 0);
    final Chart depth = TuningCharts.truthByDepth(check);
    assertThat(((XYSeries) depth.plot().getSeries("trials")).getYData()).containsExactly(5, 50);
    assertThat(depth.png()).isNotEmpty();
  }
}
