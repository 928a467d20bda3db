package org.metasift.report;

import java.awt.Color;
import java.util.List;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.HeatMapStyler;

/** The plot of our heat maps: from white to one colour, each value written into its field. */
final class HeatMap {
  private HeatMap() {}

  /** What the grey of fields without a value means. */
  static Chart.Key missing(String meaning) {
    return new Chart.Key(meaning, ChartTheme.GRID, Chart.Mark.BLOCK);
  }

  /**
   * A plot.
   *
   * @param across names of the columns, from the left
   * @param down names of the rows, from the bottom
   * @param values (column, row, value); a field that is not named stays grey
   * @param most the value from which on the colour stays
   * @param format of the values, as for {@link java.text.DecimalFormat}
   */
  static HeatMapChart plot(
      List<String> across,
      List<String> down,
      List<Number[]> values,
      Color colour,
      double most,
      String format) {
    final HeatMapChart plot =
        new HeatMapChartBuilder().width(Chart.WIDTH).height(Chart.PLOT_HEIGHT).build();
    final HeatMapStyler style = plot.getStyler();
    ChartTheme.dress(style);
    style.setPlotGridLinesVisible(false).setXAxisTickMarkSpacingHint(40);
    style.setPlotBackgroundColor(ChartTheme.GRID);
    style.setShowValue(true).setDrawBorder(true);
    style.setValueFont(Typeface.regular(13)).setValueFontColor(ChartTheme.INK);
    style.setHeatMapValueDecimalPattern(format);
    style.setMin(0).setMax(most);
    style.setRangeColors(new Color[] {Color.WHITE, ChartTheme.translucent(colour, 255)});
    plot.addSeries("values", across, down, values);
    return plot;
  }
}
