package org.metasift.data.read;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.metasift.compute.Progress;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ItemStore;
import org.metasift.data.RawItems;
import org.metasift.data.array.ClassLabels;
import org.metasift.data.array.H5Fault;
import org.metasift.data.array.H5Labels;
import org.metasift.data.array.H5Numbers;
import org.metasift.data.array.H5Tree;
import org.metasift.data.array.LabelShape;
import org.metasift.data.array.NumberType;
import org.metasift.data.array.PixelShape;
import org.metasift.data.gtsrb.GtsrbH5;

/**
 * Images and labels as two data sets of one HDF5 file. One inside a group is named as in {@code
 * train/images}. Numbers other than uint8 pass through float32 on their way to pixels.
 */
final class H5Arrays {
  private final Path path;
  private final long fileBytes;
  private final List<String> notes;

  private H5Arrays(Path path, long fileBytes, List<String> notes) {
    this.path = path;
    this.fileBytes = fileBytes;
    this.notes = notes;
  }

  /**
   * The images and labels that the settings name.
   *
   * @throws BadDataException when the file is no HDF5, or the arrays are missing or damaged
   */
  static ImageSet read(Path path, ImageSource.Settings settings, List<String> notes) {
    try (HdfFile file = GtsrbH5.open(path)) {
      final H5Tree tree = new H5Tree(path, file);
      final String links =
          tree.links().isEmpty()
              ? ""
              : ", and links that lead elsewhere and are not followed: " + tree.links();
      final ArrayNames names = ArrayNames.choose(path, tree.sets().keySet(), settings, links);
      return new H5Arrays(path, Files.size(path), notes).set(tree.sets(), names, settings);
    } catch (final BadDataException | CancellationException e) {
      throw e;
    } catch (final IOException e) {
      throw BadDataException.unreadable(path, e);
    } catch (final RuntimeException | StackOverflowError e) {
      throw H5Fault.of(path, e);
    }
  }

  private ImageSet set(Map<String, Dataset> sets, ArrayNames names, ImageSource.Settings settings)
      throws IOException {
    final Dataset x = sets.get(names.images());
    final Path shown = path.resolve(names.images());
    final NumberType type = type(x);
    final PixelShape shape = PixelShape.of(shown, PixelShape.axes(x.getDimensions()));
    final ClassLabels classes = labels(path.resolve(names.labels()), sets.get(names.labels()));
    return new PixelArray(
            shown, items(shown, x, shape.count(), shape.itemBytes(shown, type)), type, shape)
        .images(names.images(), classes, settings, notes);
  }

  private ClassLabels labels(Path shown, Dataset y) throws IOException {
    checkSize(shown, y);
    if (H5Labels.areTexts(y)) {
      return H5Labels.texts(shown, y);
    }
    final LabelShape shape = LabelShape.of(shown, PixelShape.axes(y.getDimensions()));
    final RawItems rows = items(shown, y, shape.count(), type(y).bytes() * shape.values());
    return ClassLabels.of(shown, shape, rows, type(y));
  }

  /** As which type the numbers are kept on their way. */
  private static NumberType type(Dataset dataset) {
    return H5Numbers.areUint8(dataset) ? NumberType.UINT8 : NumberType.FLOAT32;
  }

  private void checkSize(Path shown, Dataset dataset) {
    final long declared = Math.multiplyExact(dataset.getSize(), dataset.getDataType().getSize());
    if (declared > fileBytes * NpzFile.MOST_DEFLATED) {
      throw new BadDataException(
          shown,
          "declares %,d bytes, more than a file of %,d bytes can hold"
              .formatted(declared, fileBytes));
    }
  }

  private RawItems items(Path shown, Dataset dataset, int count, int itemBytes) throws IOException {
    checkSize(shown, dataset);
    try (ItemStore store = ItemStore.of(count, itemBytes);
        Progress progress =
            Progress.of("Reading " + path.relativize(shown), dataset.getSize() >> 20)) {
      final boolean bytes = H5Numbers.areUint8(dataset);
      final long[] seen = new long[1];
      final long unwritten =
          H5Numbers.read(
              path,
              dataset,
              (at, value) -> {
                if (bytes) {
                  store.put(at, (byte) (int) value);
                } else {
                  store.put(4 * at, (float) value);
                }
                if ((++seen[0] & 0xfffff) == 0) {
                  progress.step("");
                }
              });
      if (unwritten > 0) {
        notes.add(
            "numbers of '%s' that were never written, read as its fill value: %,d of %,d"
                .formatted(path.relativize(shown), unwritten, dataset.getSize()));
      }
      return store.done(count);
    }
  }
}
