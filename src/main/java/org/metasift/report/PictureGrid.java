package org.metasift.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.metasift.data.ImageSet;
import org.metasift.data.Picture;

/**
 * Images of a set in rows, enlarged without smoothing, with captions; poisoned ones framed red. It
 * is immutable: every method gives a new grid, and the set is only read.
 *
 * <pre>{@code
 * PictureGrid.of(images, picked).framed(poisoned::isPoisoned).captions(i -> images.id(i))
 * }</pre>
 */
public final class PictureGrid {
  private static final int MARGIN = 16;
  private static final int GAP = 14;
  private static final int CAPTIONED_GAP = 26;
  private static final int FRAME = 4;
  private static final int CAPTION_LINES = 3;
  private static final int SHARPNESS = 2;
  private static final Font TITLE = Typeface.semibold(18);
  private static final Font CAPTION = Typeface.regular(12);
  private static final Font LEGEND = Typeface.regular(14);
  private static final int LEADING = 15;

  private final ImageSet images;
  private final int[] indices;
  private final int columns;
  private final int scale;
  private final String title;
  private final IntPredicate framed;
  private final IntFunction<String> captions;

  private PictureGrid(
      ImageSet images,
      int[] indices,
      int columns,
      int scale,
      String title,
      IntPredicate framed,
      IntFunction<String> captions) {
    this.images = images;
    this.indices = indices;
    this.columns = columns;
    this.scale = scale;
    this.title = title;
    this.framed = framed;
    this.captions = captions;
  }

  /**
   * The images at these indices, in this order, ten to a row, enlarged to about 64 points.
   *
   * @throws IllegalArgumentException for no index, or one outside [0, size)
   */
  public static PictureGrid of(ImageSet images, int... indices) {
    if (indices.length == 0) {
      throw new IllegalArgumentException("no image to show; at least one index is needed");
    }
    for (final int index : indices) {
      if (index < 0 || index >= images.size()) {
        throw new IllegalArgumentException(
            "image %d; the set has images 0 to %d".formatted(index, images.size() - 1));
      }
    }
    final int scale = Math.max(1, Math.round(64f / Math.max(images.width(), images.height())));
    return new PictureGrid(
        images, indices.clone(), Math.min(10, indices.length), scale, "", i -> false, i -> "");
  }

  /**
   * The first images of every class, a class to a row or, for one per class, ten classes to a row;
   * each with its class's number and name. A class without images is left out.
   */
  public static PictureGrid contactSheet(ImageSet images, int perClass) {
    if (perClass < 1) {
      throw new IllegalArgumentException(
          "%d images per class; at least 1 is needed".formatted(perClass));
    }
    final int[] shown =
        IntStream.range(0, images.classes())
            .flatMap(label -> Arrays.stream(images.indicesOf(label)).limit(perClass))
            .toArray();
    return of(images, shown)
        .columns(perClass * Math.max(1, 8 / perClass))
        .captions(i -> images.label(i) + " " + images.classNames().get(images.label(i)))
        .title("%d classes".formatted(images.classes()));
  }

  /** With so many images to a row, at least 1. */
  public PictureGrid columns(int count) {
    positive("columns", count);
    return new PictureGrid(images, indices, count, scale, title, framed, captions);
  }

  /** With every pixel drawn as {@code times} x {@code times} points, at least 1. */
  public PictureGrid scale(int times) {
    positive("scale", times);
    return new PictureGrid(images, indices, columns, times, title, framed, captions);
  }

  /** With a title above. */
  public PictureGrid title(String text) {
    return new PictureGrid(images, indices, columns, scale, text, framed, captions);
  }

  /** With a red frame around the images (by their index in the set) of which this is true. */
  public PictureGrid framed(IntPredicate poisoned) {
    return new PictureGrid(images, indices, columns, scale, title, poisoned, captions);
  }

  /** With a caption of up to two lines under each image, by its index in the set. */
  public PictureGrid captions(IntFunction<String> caption) {
    return new PictureGrid(images, indices, columns, scale, title, framed, caption);
  }

  private static void positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s %d; at least 1 is needed".formatted(what, value));
    }
  }

  /** The grid as a PNG file with two pixels to a point. */
  public byte[] png() {
    final Layout layout = layout();
    final BufferedImage out =
        new BufferedImage(
            layout.width() * SHARPNESS, layout.height() * SHARPNESS, BufferedImage.TYPE_INT_RGB);
    final Graphics2D g = out.createGraphics();
    g.scale(SHARPNESS, SHARPNESS);
    paint(g, layout);
    g.dispose();
    return Chart.encode(out);
  }

  /** The width in points; the PNG has twice as many pixels. */
  public int width() {
    return layout().width();
  }

  /** The height in points; the PNG has twice as many pixels. */
  public int height() {
    return layout().height();
  }

  /**
   * Writes the grid as a {@code .png}; missing folders are made.
   *
   * @return the file
   * @throws IllegalArgumentException for another ending
   * @throws java.io.UncheckedIOException when it cannot be written; nothing partial is left
   */
  public Path save(Path file) {
    if (!SafeFile.extension(file).equals("png")) {
      throw new IllegalArgumentException("%s: pictures are saved as .png".formatted(file));
    }
    return SafeFile.write(file, png());
  }

  /** Title and, for each image, its index, caption and whether it is framed. */
  @Override
  public String toString() {
    final List<String> lines = new ArrayList<>();
    lines.add(
        "%s%d images, %d framed"
            .formatted(title.isEmpty() ? "" : title + ": ", indices.length, framedCount()));
    for (final int index : Arrays.stream(indices).limit(40).toArray()) {
      lines.add(
          "  %d%s %s"
              .formatted(index, framed.test(index) ? " [poisoned]" : "", captionOf(index))
              .stripTrailing());
    }
    if (indices.length > 40) {
      lines.add("  ... and %d more".formatted(indices.length - 40));
    }
    return String.join("\n", lines);
  }

  private String captionOf(int index) {
    final String caption = captions.apply(index);
    return caption == null ? "" : caption.strip();
  }

  private long framedCount() {
    return Arrays.stream(indices).filter(framed).count();
  }

  /**
   * Where things stand, in points.
   *
   * @param cell width of an image with its caption
   * @param across from one image's left edge to the next one's
   * @param down from one row's upper edge to the next one's
   * @param head upper edge of the first row
   * @param captions the lines under each image, in the order of the indices
   */
  private record Layout(
      int width,
      int height,
      int cell,
      int across,
      int down,
      int head,
      List<List<String>> captions) {}

  private Layout layout() {
    final boolean named = Arrays.stream(indices).anyMatch(i -> !captionOf(i).isEmpty());
    final int cell = Math.max(named ? 64 : 1, images.width() * scale);
    final int across = cell + (named ? CAPTIONED_GAP : GAP);
    final List<List<String>> captions =
        Arrays.stream(indices).mapToObj(this::captionOf).map(text -> lines(text, across)).toList();
    final int most = captions.stream().mapToInt(List::size).max().orElse(0);
    final int tall = images.height() * scale + (most > 0 ? 6 + most * LEADING : 0);
    final boolean headed = !title.isBlank() || framedCount() > 0;
    final int head = MARGIN + (headed ? 36 : 0);
    final int rows = (indices.length + columns - 1) / columns;
    final int row = Math.min(columns, indices.length) * across - (across - cell);
    final int width = 2 * MARGIN + Math.max(row, headed ? headWidth() : 0);
    final int height = head + rows * (tall + GAP) - GAP + MARGIN;
    return new Layout(width, height, cell, across, tall + GAP, head, captions);
  }

  private static List<String> lines(String caption, int across) {
    return caption.isEmpty()
        ? List.of()
        : Typeface.wrap(caption, CAPTION, across - 6.0, CAPTION_LINES);
  }

  private String framedNote() {
    return framedCount() == 0
        ? ""
        : "poisoned: %,d of %,d".formatted(framedCount(), indices.length);
  }

  private int headWidth() {
    final double note = framedCount() == 0 ? 0 : 44 + Typeface.width(framedNote(), LEGEND);
    return (int) Math.ceil(Typeface.width(title, TITLE) + note);
  }

  private void paint(Graphics2D g, Layout layout) {
    Chart.smooth(g);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, layout.width(), layout.height());
    paintHead(g);
    for (int k = 0; k < indices.length; k++) {
      final int x = MARGIN + k % columns * layout.across() + layout.cell() / 2;
      final int y = layout.head() + k / columns * layout.down();
      paintImage(g, indices[k], x, y);
      g.setColor(ChartTheme.FAINT_INK);
      double base = y + images.height() * scale + 17.0;
      for (final String line : layout.captions().get(k)) {
        Typeface.draw(g, line, CAPTION, x, base, 0.5);
        base += LEADING;
      }
    }
  }

  private void paintHead(Graphics2D g) {
    g.setColor(ChartTheme.INK);
    Typeface.draw(g, title, TITLE, MARGIN, MARGIN + 15, 0);
    if (framedCount() > 0) {
      final double x = MARGIN + (title.isBlank() ? 0 : Typeface.width(title, TITLE) + 22);
      g.setColor(ChartTheme.POISONED);
      g.setStroke(new BasicStroke(3));
      g.draw(new Rectangle2D.Double(x + 1.5, MARGIN + 3.5, 11, 11));
      g.setColor(ChartTheme.INK);
      Typeface.draw(g, framedNote(), LEGEND, x + 21, MARGIN + 14, 0);
    }
  }

  private void paintImage(Graphics2D g, int index, int centre, int y) {
    final int width = images.width() * scale;
    final int height = images.height() * scale;
    final int left = centre - width / 2;
    if (framed.test(index)) {
      g.setColor(ChartTheme.POISONED);
      g.fill(
          new Rectangle2D.Double(
              left - FRAME, y - FRAME, width + 2.0 * FRAME, height + 2.0 * FRAME));
    }
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    g.drawImage(Picture.of(images, index), left, y, width, height, null);
  }
}
