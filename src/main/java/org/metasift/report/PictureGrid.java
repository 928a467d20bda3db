package org.metasift.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.metasift.data.ImageSet;
import org.metasift.io.Formats;

/**
 * Images of a set in rows, enlarged without smoothing, with captions; poisoned ones framed red. It
 * is immutable: every method gives a new grid, and the set is only read.
 */
public final class PictureGrid {
  static {
    Formats.english();
  }

  private static final int LISTED = 40;

  private final ImageSet images;
  private final int[] indices;
  private final Look look;

  private PictureGrid(ImageSet images, int[] indices, Look look) {
    this.images = images;
    this.indices = indices;
    this.look = look;
  }

  /** How they are drawn; see the methods that set it. */
  private record Look(
      int columns, int scale, String title, IntPredicate framed, IntFunction<String> captions) {}

  private PictureGrid with(Look changed) {
    return new PictureGrid(images, indices, changed);
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
        images,
        indices.clone(),
        new Look(Math.min(10, indices.length), scale, "", i -> false, i -> ""));
  }

  /**
   * The first images of every class, each with its class's number and name: as many classes to a
   * row as make eight pictures, at least one. A class with fewer images has fewer pictures, and one
   * without is left out.
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

  /** With this many images to a row, at least 1. */
  public PictureGrid columns(int count) {
    positive("columns", count);
    return with(new Look(count, look.scale, look.title, look.framed, look.captions));
  }

  /** With every pixel drawn as {@code times} x {@code times} points, at least 1. */
  public PictureGrid scale(int times) {
    positive("scale", times);
    return with(new Look(look.columns, times, look.title, look.framed, look.captions));
  }

  /** With a title above. */
  public PictureGrid title(String text) {
    return with(new Look(look.columns, look.scale, text, look.framed, look.captions));
  }

  /** With a red frame around the images (by their index in the set) of which this is true. */
  public PictureGrid framed(IntPredicate poisoned) {
    return with(new Look(look.columns, look.scale, look.title, poisoned, look.captions));
  }

  /** With a caption of up to three lines under each image, by its index in the set. */
  public PictureGrid captions(IntFunction<String> caption) {
    return with(new Look(look.columns, look.scale, look.title, look.framed, caption));
  }

  private static void positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s %d; at least 1 is needed".formatted(what, value));
    }
  }

  /** The grid as a PNG file with two pixels to a point. */
  public byte[] png() {
    return painting().png();
  }

  /** The width in points; the PNG has twice as many pixels. */
  public int width() {
    return painting().width();
  }

  /** The height in points; the PNG has twice as many pixels. */
  public int height() {
    return painting().height();
  }

  private GridPainting painting() {
    return GridPainting.of(
        images,
        Arrays.stream(indices)
            .mapToObj(i -> new GridPainting.Tile(i, captionOf(i), look.framed.test(i)))
            .toList(),
        look.columns,
        look.scale,
        look.title);
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
            .formatted(
                look.title.isEmpty() ? "" : look.title + ": ", indices.length, framedCount()));
    for (final int index : Arrays.stream(indices).limit(LISTED).toArray()) {
      lines.add(
          "  %d%s %s"
              .formatted(index, look.framed.test(index) ? " [poisoned]" : "", captionOf(index))
              .stripTrailing());
    }
    if (indices.length > LISTED) {
      lines.add("  ... and %d more".formatted(indices.length - LISTED));
    }
    return String.join("\n", lines);
  }

  private String captionOf(int index) {
    final String caption = look.captions.apply(index);
    return caption == null ? "" : caption.strip();
  }

  private long framedCount() {
    return Arrays.stream(indices).filter(look.framed).count();
  }
}
