package org.metasift.report.live;

import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.metasift.compute.Progress;
import org.metasift.data.ImageSet;
import org.metasift.io.Formats;
import org.metasift.report.Chart;
import org.metasift.report.PictureGrid;
import org.metasift.report.Tables;
import tech.tablesaw.api.Table;

/**
 * Shows our results inside a Java notebook. After {@link #begin}, a chart, picture grid, Tablesaw
 * table or image set that ends a cell is drawn under it, and long work shows a bar that moves in
 * place. Works in JJava and IJava; elsewhere the same values print as text.
 */
public final class NotebookDisplay {
  private static final int STRIP = 10;

  private NotebookDisplay() {}

  /** Switches drawing on: the first line of a notebook. Outside a notebook it does nothing. */
  public static void begin() {
    Formats.english();
    NotebookKernel.running().ifPresent(NotebookDisplay::drawIn);
  }

  private static void drawIn(NotebookKernel kernel) {
    final String png = "image/png";
    kernel.draw(Chart.class, png, chart -> picture(chart.png(), Chart.WIDTH, Chart.HEIGHT, chart));
    kernel.draw(
        PictureGrid.class, png, grid -> picture(grid.png(), grid.width(), grid.height(), grid));
    kernel.draw(ImageSet.class, png, NotebookDisplay::strip);
    kernel.draw(
        Table.class,
        "text/html",
        table ->
            new NotebookKernel.Drawing("text/html", Tables.html(table), 0, 0, Tables.text(table)));
    Progress.showOn(new NotebookProgress(kernel));
  }

  /**
   * Shows a value in the middle of a cell, drawn as at its end; on standard output outside a
   * notebook.
   */
  public static void display(Object value) {
    final Optional<NotebookKernel> kernel = NotebookKernel.running();
    if (kernel.isPresent()) {
      kernel.get().display(value);
    } else {
      System.out.println(value instanceof Table table ? Tables.text(table) : value);
    }
  }

  /**
   * A page of its own inside a cell, such as a study's; outside a notebook its length is printed
   * instead.
   *
   * @param html a whole page that needs nothing from elsewhere
   * @param height in CSS pixels
   */
  public static void frame(String html, int height) {
    final String text = "a page of %,d characters".formatted(html.length());
    NotebookKernel.running()
        .ifPresentOrElse(
            kernel ->
                kernel.show(
                    UUID.randomUUID().toString(),
                    "<iframe title=\"study\" style=\"width:100%%;height:%dpx;border:1px solid #d0d7de\" srcdoc=\"%s\"></iframe>"
                        .formatted(height, Tables.escape(html)),
                    text),
            () -> System.out.println(text));
  }

  private static NotebookKernel.Drawing picture(byte[] png, int width, int height, Object value) {
    return new NotebookKernel.Drawing(
        "image/png", Base64.getEncoder().encodeToString(png), width, height, value.toString());
  }

  /** Ten images spread evenly over the set, with their labels. */
  private static NotebookKernel.Drawing strip(ImageSet images) {
    final int count = Math.min(STRIP, images.size());
    if (count == 0) {
      return new NotebookKernel.Drawing("text/plain", images.toString(), 0, 0, images.toString());
    }
    final int[] shown =
        IntStream.range(0, count).map(k -> (int) ((long) k * images.size() / count)).toArray();
    final PictureGrid grid =
        PictureGrid.of(images, shown)
            .captions(i -> images.classNames().get(images.label(i)))
            .title(images.toString());
    return picture(grid.png(), grid.width(), grid.height(), images);
  }
}
