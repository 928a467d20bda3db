package org.metasift.data.array;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.metasift.data.BadDataException;

/**
 * How the images of an array lie in it.
 *
 * @param count of images, at least 0
 * @param height rows of an image
 * @param width columns
 * @param channels 1, 3, or 4 with opacity last
 * @param planar whether each channel lies by itself: (channels, height, width) instead of (height,
 *     width, channels)
 */
public record PixelShape(int count, int height, int width, int channels, boolean planar) {
  private static final long MOST_PIXELS = 64L << 20;
  private static final long MOST_BYTES = 256L << 20;

  /**
   * The reading of an array's axes: (n, h, w), (n, h, w, 1, 3 or 4) or (n, 1, 3 or 4, h, w).
   *
   * @throws BadDataException when there is none, or more than one, or an image has more than 2^26
   *     pixels
   */
  public static PixelShape of(Path path, List<Long> axes) {
    final boolean last = axes.size() == 4 && isChannels(axes.get(3));
    final boolean first = axes.size() == 4 && isChannels(axes.get(1));
    if (axes.size() != 3 && !(last ^ first)) {
      throw bad(
          path,
          axes,
          "images must be (n, height, width), (n, height, width, channels) or (n, channels, height,"
              + " width) with 1, 3 or 4 channels, and only one of these");
    }
    final int rows = first ? 2 : 1;
    final long height = axes.get(rows);
    final long width = axes.get(rows + 1);
    if (axes.get(0) > Integer.MAX_VALUE - 8
        || height < 1
        || width < 1
        || height > MOST_PIXELS / width) {
      throw bad(path, axes, "an image may have 1 to 64 million pixels");
    }
    final int channels = axes.size() == 3 ? 1 : Math.toIntExact(axes.get(first ? 1 : 3));
    return new PixelShape(
        Math.toIntExact(axes.get(0)), (int) height, (int) width, channels, first && channels > 1);
  }

  private static boolean isChannels(long axis) {
    return axis == 1 || axis == 3 || axis == 4;
  }

  private static BadDataException bad(Path path, List<Long> axes, String allowed) {
    final String shape =
        axes.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    return new BadDataException(path, "has shape %s; %s".formatted(shape, allowed));
  }

  /** Channels of the set: 1 or 3; opacity is mixed in. */
  public int opaqueChannels() {
    return Math.min(3, channels);
  }

  /** Numbers of one image. */
  public int values() {
    return height * width * channels;
  }

  /**
   * Bytes of one image.
   *
   * @throws BadDataException for more than 256 MiB
   */
  public int itemBytes(Path path, NumberType type) {
    final long bytes = (long) values() * type.bytes();
    if (bytes > MOST_BYTES) {
      throw new BadDataException(
          path, "has images of %,d MiB; up to 256 MiB are allowed".formatted(bytes >> 20));
    }
    return (int) bytes;
  }

  /** Axes of a Java array. */
  public static List<Long> axes(int... axes) {
    return Arrays.stream(axes).mapToObj(Long::valueOf).toList();
  }
}
