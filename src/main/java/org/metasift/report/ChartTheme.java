package org.metasift.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;

/**
 * The one look of all our charts: white ground, no frame, light horizontal grid, and one colour for
 * each meaning, the same everywhere. The colours stay apart for readers with any of the common
 * colour vision deficiencies (they follow Okabe and Ito's set, darkened where text needs it).
 */
final class ChartTheme {
  /** Attack success rate: vermillion. */
  static final Color ASR = new Color(0xD55E00);

  /** Accuracy on clean images: blue. */
  static final Color ACC = new Color(0x0072B2);

  /** Normalised corruption ratio: amber. */
  static final Color NCR = new Color(0xD98E04);

  /** Clean samples: light teal. */
  static final Color CLEAN = new Color(0x3BA7BF);

  /** Poisoned samples: crimson. */
  static final Color POISONED = new Color(0xC2184B);

  /** The learned weight: nearly black. */
  static final Color WEIGHT = new Color(0x1F2328);

  static final Color INK = new Color(0x24292F);
  static final Color FAINT_INK = new Color(0x57606A);
  static final Color GRID = new Color(0xE4E7EB);
  static final Color REFERENCE = new Color(0x6E7781);

  static final BasicStroke DASHED =
      new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);

  private static final List<Color> CURVES =
      List.of(ACC, ASR, new Color(0x009E73), new Color(0x7A3E9D), NCR, new Color(0x57606A));

  private ChartTheme() {}

  /** The colour of the k-th of several curves that mean nothing fixed. */
  static Color curve(int k) {
    return CURVES.get(k % CURVES.size());
  }

  static Color translucent(Color colour, int alpha) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
  }

  /** How much of the space of a group its bars take: less where there are few groups. */
  static double barShare(int groups) {
    return groups == 1 ? 0.28 : groups == 2 ? 0.45 : 0.62;
  }

  /**
   * The value, moved by less than a pixel. XChart numbers an axis at the data themselves where
   * those (with both ends of the axis) happen to be equally spaced, as one bar of height 0 is.
   */
  static double uneven(double value, double end) {
    return value < end / 2 ? value + 2e-4 * end : value - 2e-4 * end;
  }

  /** Dresses a plot; title and legend are left out, {@link Chart} draws them above it. */
  static void dress(AxesChartStyler style) {
    style.setLocale(Locale.ROOT);
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setPlotBorderVisible(false);
    style.setChartTitleVisible(false);
    style.setLegendVisible(false);
    style.setBaseFont(Typeface.regular(13));
    style.setAxisTitleFont(Typeface.regular(13.5f));
    style.setAxisTickLabelsFont(Typeface.regular(13));
    style.setAxisTickLabelsColor(FAINT_INK);
    style.setXAxisTitleColor(INK);
    style.setYAxisTitleColor(INK);
    style.setAxisTicksLineVisible(false);
    style.setAxisTicksMarksVisible(false);
    style.setAxisTickPadding(6);
    style.setAxisTitlePadding(8);
    style.setPlotGridLinesColor(GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1f));
    style.setPlotGridVerticalLinesVisible(false);
    style.setPlotMargin(0);
    style.setChartPadding(Chart.MARGIN);
    // a hair below 1: at 1 the numbers at both ends of an axis are left out
    style.setPlotContentSize(0.998);
    style.setAntiAlias(true);
    style.setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
  }

  /** Dresses a bar chart: the names under the bars are drawn by {@link BarLabels}. */
  static void dressBars(CategoryStyler style, int groups) {
    dress(style);
    style.setXAxisTicksVisible(false);
    style.setXAxisTitleVisible(false);
    style.setAvailableSpaceFill(barShare(groups));
    style.setYAxisMin(0.0);
  }
}
