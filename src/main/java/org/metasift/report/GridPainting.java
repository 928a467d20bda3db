package org.metasift.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.metasift.data.ImageSet;
import org.metasift.data.Picture;

/**
 * A grid of pictures on its way to paper: where things stand, in points, and how they are drawn.
 *
 * @param captions the lines under each image, in the order of the cells
 */
record GridPainting(
    ImageSet images,
    List<Tile> cells,
    List<List<String>> captions,
    int scale,
    String title,
    Layout layout) {
  private static final int MARGIN = 16;
  private static final int GAP = 14;
  private static final int CAPTIONED_GAP = 26;
  private static final int FRAME = 4;
  private static final double LINE = 0.5;
  private static final int CAPTION_LINES = 3;
  private static final int SHARPNESS = 2;
  private static final Font TITLE = Typeface.semibold(18);
  private static final Font CAPTION = Typeface.regular(12);
  private static final Font LEGEND = Typeface.regular(14);
  private static final int LEADING = 15;

  /**
   * One image.
   *
   * @param index in the set
   * @param caption empty for none
   * @param framed whether it is framed as poisoned
   */
  record Tile(int index, String caption, boolean framed) {}

  /**
   * Where things stand, in points.
   *
   * @param width of the whole
   * @param height of the whole
   * @param across from one image's left edge to the next one's
   * @param down from one row's upper edge to the next one's
   * @param head upper edge of the first row
   */
  private record Layout(int columns, int width, int height, int across, int down, int head) {}

  /** Lays the cells out. */
  static GridPainting of(ImageSet images, List<Tile> cells, int columns, int scale, String title) {
    final int side = side(images, cells, scale);
    final int across = side + (isNamed(cells) ? CAPTIONED_GAP : GAP);
    final List<List<String>> captions =
        cells.stream().map(cell -> lines(cell.caption(), across)).toList();
    final int most = captions.stream().mapToInt(List::size).max().orElse(0);
    final int tall = images.height() * scale + (most > 0 ? 6 + most * LEADING : 0);
    final String note = note(cells);
    final boolean headed = !title.isBlank() || !note.isEmpty();
    final int head = MARGIN + (headed ? 36 : 0);
    final int rows = (cells.size() + columns - 1) / columns;
    final int row = Math.min(columns, cells.size()) * across - (across - side);
    final int width = 2 * MARGIN + Math.max(row, headed ? headWidth(title, note) : 0);
    final int height = head + rows * (tall + GAP) - GAP + MARGIN;
    return new GridPainting(
        images,
        cells,
        captions,
        scale,
        title,
        new Layout(columns, width, height, across, tall + GAP, head));
  }

  private static boolean isNamed(List<Tile> cells) {
    return cells.stream().anyMatch(cell -> !cell.caption().isEmpty());
  }

  /** The width of an image with its caption. */
  private static int side(ImageSet images, List<Tile> cells, int scale) {
    return Math.max(isNamed(cells) ? 64 : 1, images.width() * scale);
  }

  private static List<String> lines(String caption, int across) {
    return caption.isEmpty()
        ? List.of()
        : Typeface.wrap(caption, CAPTION, across - 6.0, CAPTION_LINES);
  }

  private static String note(List<Tile> cells) {
    final long framed = cells.stream().filter(Tile::framed).count();
    return framed == 0 ? "" : "poisoned: %,d of %,d".formatted(framed, cells.size());
  }

  private static int headWidth(String title, String note) {
    final double wide = note.isEmpty() ? 0 : 44 + Typeface.width(note, LEGEND);
    return (int) Math.ceil(Typeface.width(title, TITLE) + wide);
  }

  /** The width of the whole, in points. */
  int width() {
    return layout.width();
  }

  /** The height of the whole, in points. */
  int height() {
    return layout.height();
  }

  /** As a PNG file with two pixels to a point. */
  byte[] png() {
    final BufferedImage out =
        new BufferedImage(width() * SHARPNESS, height() * SHARPNESS, BufferedImage.TYPE_INT_RGB);
    final Graphics2D g = out.createGraphics();
    g.scale(SHARPNESS, SHARPNESS);
    Chart.smooth(g);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width(), height());
    paintHead(g);
    final int first = MARGIN + side(images, cells, scale) / 2;
    for (int k = 0; k < cells.size(); k++) {
      paintCell(
          g,
          k,
          first + k % layout.columns() * layout.across(),
          layout.head() + k / layout.columns() * layout.down());
    }
    g.dispose();
    return Chart.encode(out);
  }

  private void paintHead(Graphics2D g) {
    g.setColor(ChartTheme.INK);
    Typeface.draw(g, title, TITLE, MARGIN, MARGIN + 15, 0);
    final String note = note(cells);
    if (!note.isEmpty()) {
      final double x = MARGIN + (title.isBlank() ? 0 : Typeface.width(title, TITLE) + 22);
      g.setColor(ChartTheme.POISONED);
      g.setStroke(new BasicStroke(3));
      g.draw(new Rectangle2D.Double(x + 1.5, MARGIN + 3.5, 11, 11));
      g.setColor(ChartTheme.INK);
      Typeface.draw(g, note, LEGEND, x + 21, MARGIN + 14, 0);
    }
  }

  private void paintCell(Graphics2D g, int k, int centre, int y) {
    final int wide = images.width() * scale;
    final int tall = images.height() * scale;
    final int left = centre - wide / 2;
    if (cells.get(k).framed()) {
      g.setColor(ChartTheme.POISONED);
      g.fill(
          new Rectangle2D.Double(left - FRAME, y - FRAME, wide + 2.0 * FRAME, tall + 2.0 * FRAME));
    } else { // what is white at an image's edge, such as a trigger, would be lost in the page
      g.setColor(ChartTheme.FAINT_INK);
      g.fill(new Rectangle2D.Double(left - LINE, y - LINE, wide + 2 * LINE, tall + 2 * LINE));
    }
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    g.drawImage(Picture.of(images, cells.get(k).index()), left, y, wide, tall, null);
    g.setColor(ChartTheme.FAINT_INK);
    double base = y + tall + 17.0;
    for (final String line : captions.get(k)) {
      Typeface.draw(g, line, CAPTION, centre, base, 0.5);
      base += LEADING;
    }
  }
}
