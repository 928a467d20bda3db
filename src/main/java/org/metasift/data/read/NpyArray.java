package org.metasift.data.read;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.RawItems;
import org.metasift.data.array.ClassLabels;
import org.metasift.data.array.LabelShape;
import org.metasift.data.array.NpyHeader;
import org.metasift.data.array.NumberType;
import org.metasift.data.array.PixelShape;

/**
 * One NumPy array of a file, cut along its first axis.
 *
 * @param path of the file, with the array's name where it has several
 */
record NpyArray(Path path, NpyHeader head, NumberType type, RawItems rows) {
  /** Opens the values once the length of a row is known; the header was checked. */
  @FunctionalInterface
  interface Values {
    RawItems rows(int count, int rowBytes) throws IOException;
  }

  /** A file of its own, mapped. */
  static NpyArray images(Path path) {
    return open(path, true);
  }

  /** As above, for labels. */
  static NpyArray labels(Path path) {
    return open(path, false);
  }

  private static NpyArray open(Path path, boolean images) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      final NpyHeader head = NpyHeader.read(path, file);
      return of(
          path,
          head,
          images,
          file.size() - head.dataStart(),
          (count, rowBytes) -> RawItems.map(file, head.dataStart(), count, rowBytes));
    } catch (final IOException e) {
      throw BadDataException.unreadable(path, e);
    }
  }

  /**
   * An array whose header was read.
   *
   * @param images whether it holds images, else labels
   * @param available the most bytes that can be there for its values
   */
  static NpyArray of(Path path, NpyHeader head, boolean images, long available, Values values)
      throws IOException {
    final NumberType type = NumberType.of(path, head.dtype());
    final int count;
    final int rowBytes;
    if (images) {
      final PixelShape shape = PixelShape.of(path, head.shape());
      count = shape.count();
      rowBytes = shape.itemBytes(path, type);
    } else {
      final LabelShape shape = LabelShape.of(path, head.shape());
      count = shape.count();
      rowBytes = type.bytes() * shape.values();
    }
    head.checkLength(path, available, type.bytes());
    return new NpyArray(path, head, type, values.rows(count, rowBytes));
  }

  /** These images as a set with these labels. */
  static ImageSet set(
      NpyArray images,
      NpyArray labels,
      String name,
      ImageSource.Settings settings,
      List<String> notes) {
    return new PixelArray(
            images.path, images.rows, images.type, PixelShape.of(images.path, images.head.shape()))
        .images(
            name,
            ClassLabels.of(
                labels.path,
                LabelShape.of(labels.path, labels.head.shape()),
                labels.rows,
                labels.type),
            settings,
            notes);
  }
}
