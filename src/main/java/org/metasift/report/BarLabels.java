package org.metasift.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * What a bar chart writes: the value above each bar (a bar of height zero has one too), the wrapped
 * name under each group, and a dashed line at a reference value.
 */
final class BarLabels extends Chart.Overlay {
  /** Points that the names need under the plot. */
  static final int FOOTER = 52;

  private static final Font NAME = Typeface.regular(13.5f);
  private static final int NAME_LINES = 3;
  private static final int NAME_LEADING = 17;

  private final List<String> names;
  private final List<Series> series;
  private final double top;
  private final double reference;

  /** The bars of one colour: their values, in the order of the names, and how they are written. */
  record Series(Color ink, List<Double> values, String format) {}

  /**
   * @param top the value at the upper end of the axis; the lower end is 0
   * @param reference where to draw the dashed line, or NaN
   */
  BarLabels(List<String> names, List<Series> series, double top, double reference) {
    this.names = names;
    this.series = series;
    this.top = top;
    this.reference = reference;
  }

  @Override
  public void paint(Graphics2D g) {
    final double left = left();
    final double right = right();
    final double floor = floor();
    final double ceiling = ceiling();
    final double group = (right - left) / names.size();
    final double bar = group * ChartTheme.barShare(names.size()) / series.size();
    final Font font = fitting(0.95 * bar);
    g.setColor(ChartTheme.REFERENCE);
    g.setStroke(new BasicStroke(1.2f));
    g.draw(new Line2D.Double(left, floor, right, floor));
    if (!Double.isNaN(reference)) {
      final double y = floor - reference / top * (floor - ceiling);
      g.setStroke(ChartTheme.DASHED);
      g.draw(new Line2D.Double(left, y, right, y));
    }
    for (int i = 0; i < names.size(); i++) {
      final double x = left + group * i;
      for (int k = 0; k < series.size(); k++) {
        final Series each = series.get(k);
        final double value = each.values().get(i);
        final String label = each.format().formatted(value);
        final double y = floor - value / top * (floor - ceiling) - 6;
        final double centre = x + (group - bar * series.size()) / 2 + bar * (k + 0.5);
        paintGround(g, label, font, centre, y, bar);
        g.setColor(each.ink());
        Typeface.draw(g, label, font, centre, y, 0.5);
      }
      paintName(g, names.get(i), x + group / 2, floor, group - 12);
    }
  }

  /** A white ground behind a label, so that no line strikes it through. */
  private static void paintGround(
      Graphics2D g, String label, Font font, double x, double y, double bar) {
    g.setColor(Color.WHITE);
    final double width = Math.min(Typeface.width(label, font) + 4, bar);
    g.fill(new Rectangle2D.Double(x - width / 2, y - 11, width, 13));
  }

  /** One size for all numbers, so that the longest fits its bar. */
  private Font fitting(double width) {
    float size = 13.5f;
    while (size > 8 && widestLabel(Typeface.semibold(size)) > width) {
      size -= 0.5f;
    }
    return Typeface.semibold(size);
  }

  private double widestLabel(Font font) {
    return series.stream()
        .flatMap(each -> each.values().stream().map(value -> each.format().formatted(value)))
        .mapToDouble(label -> Typeface.width(label, font))
        .max()
        .orElse(0);
  }

  private static void paintName(Graphics2D g, String name, double x, double floor, double width) {
    g.setColor(ChartTheme.INK);
    double y = floor + 21;
    for (final String line : Typeface.wrap(name, NAME, width, NAME_LINES)) {
      Typeface.draw(g, line, NAME, x, y, 0.5);
      y += NAME_LEADING;
    }
  }
}
