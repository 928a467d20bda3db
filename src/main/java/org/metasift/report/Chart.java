package org.metasift.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.metasift.io.Formats;

/**
 * A finished chart of 800 x 420 points: a notebook draws it, a file keeps it, a terminal prints it.
 * Title and legend stand above the plot, never over data.
 *
 * <p>XChart (4.0) has no public type for "any chart", nor for what is drawn over one: both are in
 * its package {@code internal}, of which its public classes inherit. This file alone names them;
 * charts of other libraries than XChart would need another {@link #plot} and another {@link
 * Overlay}.
 */
public final class Chart {
  static {
    Formats.english();
  }

  /** Width in points; a PNG has twice as many pixels. */
  public static final int WIDTH = 800;

  /** Height in points; a PNG has twice as many pixels. */
  public static final int HEIGHT = 420;

  /** What a plot alone is high, without title and legend. */
  static final int PLOT_HEIGHT = HEIGHT - 60;

  static final int MARGIN = 16;
  private static final int SHARPNESS = 2;
  private static final Font TITLE = Typeface.semibold(18);
  private static final Font LEGEND = Typeface.regular(14);
  private static final int LEGEND_ROW = 22;

  /** Between legend and plot: room for the number above a bar that reaches the top. */
  private static final int HEADROOM = 16;

  private final String title;
  private final List<Key> keys;
  private final org.knowm.xchart.internal.chartpart.Chart<?, ?> plot;
  private final int footer;
  private final String text;

  /** An entry of the legend. */
  record Key(String name, Color colour, Mark mark) {}

  /** How a legend shows its entry. */
  enum Mark {
    BLOCK,
    LINE,
    DASHES
  }

  /** What is drawn over the plot, in its coordinates. */
  abstract static class Overlay extends org.knowm.xchart.internal.chartpart.Annotation {
    Overlay() {
      super(false);
    }

    /** Where the x axis begins. */
    double left() {
      return getXAxisScreenValueForMin();
    }

    /** Where the x axis ends. */
    double right() {
      return getXAxisScreenValueForMax();
    }

    /** The lower end of the y axis, the larger of the two numbers. */
    double floor() {
      return Math.max(getYAxisScreenValueForMin(), getYAxisScreenValueForMax());
    }

    /** The upper end of the y axis. */
    double ceiling() {
      return Math.min(getYAxisScreenValueForMin(), getYAxisScreenValueForMax());
    }
  }

  /**
   * @param footer points to keep free under the plot, for names that the plot itself draws there
   * @param text what a terminal shows
   */
  Chart(
      String title,
      List<Key> keys,
      org.knowm.xchart.internal.chartpart.Chart<?, ?> plot,
      int footer,
      String text) {
    this.title = title;
    this.keys = List.copyOf(keys);
    this.plot = plot;
    this.footer = footer;
    this.text = text;
  }

  /** The title above the plot. */
  public String title() {
    return title;
  }

  org.knowm.xchart.internal.chartpart.Chart<?, ?> plot() {
    return plot;
  }

  List<Key> keys() {
    return keys;
  }

  /** The chart as a PNG file of 1600 x 840 pixels, sharp on a high-density screen. */
  public byte[] png() {
    final BufferedImage image =
        new BufferedImage(WIDTH * SHARPNESS, HEIGHT * SHARPNESS, BufferedImage.TYPE_INT_RGB);
    final Graphics2D g = image.createGraphics();
    g.scale(SHARPNESS, SHARPNESS);
    paint(g);
    g.dispose();
    return encode(image);
  }

  static byte[] encode(BufferedImage image) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (final IOException e) {
      throw new UncheckedIOException("cannot encode a PNG", e);
    }
    return out.toByteArray();
  }

  /**
   * The chart as an SVG document; its letters are outlines, so that no font is needed to see it.
   */
  public String svg() {
    final VectorGraphics2D g = new VectorGraphics2D();
    paint(g);
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new SVGProcessor()
          .getDocument(g.getCommands(), new PageSize(0, 0, WIDTH, HEIGHT))
          .writeTo(out);
    } catch (final IOException e) {
      throw new UncheckedIOException("cannot encode an SVG", e);
    }
    return describe(out.toString(StandardCharsets.UTF_8));
  }

  /** Adds what a screen reader reads, and the size in pixels instead of millimetres. */
  private String describe(String svg) {
    final int head = svg.indexOf("<svg");
    final int body = svg.indexOf('>', head) + 1;
    // the document type before the head is left out: a strict reader would fetch it from the web
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + svg.substring(head, body)
            .replaceFirst("width=\"[^\"]*\"", "width=\"" + WIDTH + "\"")
            .replaceFirst("height=\"[^\"]*\"", "height=\"" + HEIGHT + "\"")
        + "<title>%s</title><desc>%s</desc>".formatted(Tables.escape(title), Tables.escape(text))
        + svg.substring(body);
  }

  /**
   * Writes the chart, as its name ends: {@code .png} or {@code .svg}; missing folders are made.
   *
   * @return the file
   * @throws IllegalArgumentException for another ending
   * @throws UncheckedIOException when the file cannot be written; nothing partial is left
   */
  public Path save(Path file) {
    return switch (SafeFile.extension(file)) {
      case "png" -> SafeFile.write(file, png());
      case "svg" -> SafeFile.write(file, svg().getBytes(StandardCharsets.UTF_8));
      default ->
          throw new IllegalArgumentException(
              "%s: a chart is saved as .png or .svg".formatted(file));
    };
  }

  /** The chart as plain text. */
  @Override
  public String toString() {
    return text;
  }

  private void paint(Graphics2D g) {
    smooth(g);
    g.setColor(Color.WHITE);
    g.fill(new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
    final int header = 46 + LEGEND_ROW * paintLegend(g, false) + HEADROOM;
    final Graphics2D below = (Graphics2D) g.create();
    below.translate(0, header - MARGIN);
    plot.paint(below, WIDTH, HEIGHT - header + MARGIN - footer);
    below.dispose();
    g.setColor(ChartTheme.INK);
    Typeface.draw(g, Typeface.shorten(title, TITLE, WIDTH - 2.0 * MARGIN), TITLE, MARGIN, 31, 0);
    paintLegend(g, true);
  }

  static void smooth(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  /** Lays the legend out in rows, draws it if asked, and tells how many rows it takes. */
  private int paintLegend(Graphics2D g, boolean draw) {
    double x = MARGIN;
    int row = keys.isEmpty() ? 0 : 1;
    for (final Key key : keys) {
      final String name = Typeface.shorten(key.name(), LEGEND, WIDTH - 2.0 * MARGIN - 26);
      final double width = 26 + Typeface.width(name, LEGEND);
      if (x > MARGIN && x + width > WIDTH - MARGIN) {
        x = MARGIN;
        row++;
      }
      if (draw) {
        paintKey(g, key, name, x, 34 + LEGEND_ROW * row);
      }
      x += width + 22;
    }
    return row;
  }

  private static void paintKey(Graphics2D g, Key key, String name, double x, double y) {
    g.setColor(key.colour());
    if (key.mark() == Mark.BLOCK) {
      g.fill(new Rectangle2D.Double(x + 2, y - 11, 14, 12));
    } else {
      g.setStroke(key.mark() == Mark.LINE ? new BasicStroke(2.5f) : ChartTheme.DASHED);
      g.draw(new Line2D.Double(x, y - 5, x + 18, y - 5));
    }
    g.setColor(ChartTheme.INK);
    Typeface.draw(g, name, LEGEND, x + 24, y, 0);
  }
}
