package org.metasift.data.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.metasift.compute.Progress;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.ItemStore;
import org.metasift.data.RawItems;
import org.metasift.data.array.ClassLabels;
import org.metasift.data.array.NumberType;
import org.metasift.data.array.PixelRange;
import org.metasift.data.array.PixelShape;
import org.metasift.data.decode.Bilinear;
import org.metasift.data.decode.RasterPixels;

/**
 * Images as an array of numbers, on their way into a set.
 *
 * @param path of the file, with the array's name where it has several
 * @param items one for each image: its numbers, in the order that the shape tells
 */
record PixelArray(Path path, RawItems items, NumberType type, PixelShape shape) {
  /**
   * The set: uint8, square. What is so already stays where it is, mapped or on the heap; the rest
   * is converted image by image.
   *
   * <p>Numbers other than uint8 are taken as 0 to 255, or as 0 to 1 where all of the whole array
   * are, as {@link PixelRange} tells, and rounded to the nearest.
   *
   * @param name of the array in the images' ids, such as {@code x_train}
   * @param notes takes a sentence for each conversion
   * @throws BadDataException when there are not as many labels, or a number is not from 0 to 255
   */
  ImageSet images(
      String name, ClassLabels classes, ImageSource.Settings settings, List<String> notes) {
    if (shape.count() != classes.labels().length) {
      throw new BadDataException(
          path,
          "holds %,d images, but there are %,d labels; one each is needed"
              .formatted(shape.count(), classes.labels().length));
    }
    final double factor = type.isUint8() ? 1 : factor(notes);
    if (type.isUint8()) {
      warnOfBlack(notes);
    }
    final int side = CommonSide.choose(settings, Math.min(shape.height(), shape.width()));
    final boolean scaled = side != shape.height() || side != shape.width();
    if (scaled) {
      notes.add(
          "images of %d x %d pixels were scaled to %d x %d"
              .formatted(shape.width(), shape.height(), side, side));
    }
    if (hasOpacity()) {
      notes.add("the fourth channel was taken as opacity, and the images laid on white");
    }
    try {
      final RawItems ready =
          !scaled && type.isUint8() && !shape.planar() && !hasOpacity()
              ? items
              : converted(side, factor);
      final List<String> ids =
          IntStream.range(0, shape.count()).mapToObj(i -> name + "[" + i + "]").toList();
      return ImageSet.over(
          ready,
          classes.labels(),
          ImageShape.square(side, shape.opaqueChannels()),
          classes.names(),
          ids);
    } catch (final IOException e) {
      throw BadDataException.unreadable(path, e);
    }
  }

  private boolean hasOpacity() {
    return shape.channels() == 4;
  }

  /** Looks at every number: 255 when all lie in [0, 1], else 1. */
  private double factor(List<String> notes) {
    final PixelRange range = new PixelRange(path);
    final byte[] item = new byte[items.itemBytes()];
    final ByteBuffer numbers = ByteBuffer.wrap(item).order(type.order());
    try (Progress progress = Progress.of("Checking " + path.getFileName(), shape.count())) {
      for (int i = 0; i < shape.count(); i++) {
        items.read(i, item);
        for (int k = 0; k < shape.values(); k++) {
          range.add(i, type.at(numbers, k * type.bytes()));
        }
        progress.step("");
      }
    }
    return range.factor(notes);
  }

  /** Tells of bytes that are all 0 or 1: they are nearly black, and often meant from 0 to 1. */
  private void warnOfBlack(List<String> notes) {
    final byte[] item = new byte[items.itemBytes()];
    for (int i = 0; i < shape.count(); i++) {
      items.read(i, item);
      for (final byte value : item) {
        if ((value & 0xff) > 1) {
          return;
        }
      }
    }
    notes.add("no byte of the images is above 1, so all are nearly black; 0 to 255 is meant");
  }

  private RawItems converted(int side, double factor) throws IOException {
    final int channels = shape.opaqueChannels();
    try (ItemStore store = ItemStore.of(shape.count(), side * side * channels);
        Progress progress = Progress.of("Converting " + path.getFileName(), shape.count())) {
      final byte[] item = new byte[items.itemBytes()];
      final byte[] pixels = new byte[shape.values()];
      for (int i = 0; i < shape.count(); i++) {
        items.read(i, item);
        bytes(item, factor, pixels);
        final byte[] opaque = hasOpacity() ? RasterPixels.onWhite(pixels) : pixels;
        store.put(i, Bilinear.scale(opaque, shape.height(), shape.width(), channels, side));
        progress.step("");
      }
      return store.done(shape.count());
    }
  }

  /** Numbers of one image to uint8 (height, width, channels). */
  private void bytes(byte[] item, double factor, byte[] pixels) {
    final ByteBuffer numbers = ByteBuffer.wrap(item).order(type.order());
    final int plane = shape.height() * shape.width();
    for (int k = 0; k < pixels.length; k++) {
      final double value = type.at(numbers, k * type.bytes());
      final int to = shape.planar() ? k % plane * shape.channels() + k / plane : k;
      pixels[to] = (byte) (int) (value * factor + 0.5); // the range is checked
    }
  }
}
