package org.metasift.data;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.metasift.run.Progress;

/**
 * Images and labels as two data sets of one HDF5 file. One inside a group is named as in {@code
 * train/images}. Numbers other than uint8 pass through float32 on their way to pixels.
 */
final class H5Arrays {
  private static final int DEEPEST = 64;

  private final Path path;
  private final long fileBytes;

  private H5Arrays(Path path, long fileBytes) {
    this.path = path;
    this.fileBytes = fileBytes;
  }

  /**
   * The images and labels that the settings name.
   *
   * @throws BadDataException when the file is no HDF5, or the arrays are missing or damaged
   */
  static ImageSet read(Path path, ImageSource.Settings settings, List<String> notes) {
    try (HdfFile file = GtsrbH5.open(path)) {
      final Map<String, Dataset> sets = new TreeMap<>();
      collect(path, file, "", 0, sets);
      final ArrayNames names = ArrayNames.choose(path, sets.keySet(), settings);
      return new H5Arrays(path, Files.size(path)).set(sets, names, settings, notes);
    } catch (final IOException e) {
      throw NpyImages.unreadable(path, e);
    }
  }

  /** Soft and external links are not followed; hard ones may lead in circles. */
  private static void collect(
      Path path, Group group, String place, int depth, Map<String, Dataset> sets) {
    if (depth > DEEPEST) {
      throw new BadDataException(
          path, "has groups inside each other, %d deep or in a circle".formatted(depth));
    }
    for (final Map.Entry<String, Node> child : group.getChildren().entrySet()) {
      final String name = place + child.getKey();
      if (child.getValue() instanceof Dataset dataset) {
        sets.put(name, dataset);
      } else if (child.getValue() instanceof Group inside) {
        collect(path, inside, name + "/", depth + 1, sets);
      }
    }
  }

  private ImageSet set(
      Map<String, Dataset> sets,
      ArrayNames names,
      ImageSource.Settings settings,
      List<String> notes)
      throws IOException {
    final Dataset x = sets.get(names.images());
    final Dataset y = sets.get(names.labels());
    final Path shown = path.resolve(names.images());
    final Path shownLabels = path.resolve(names.labels());
    final NumberType type = type(x);
    final PixelShape shape = PixelShape.of(shown, PixelShape.axes(x.getDimensions()));
    final List<Long> axes = PixelShape.axes(y.getDimensions());
    final int rowBytes = type(y).bytes() * ClassLabels.rowValues(shownLabels, axes);
    final ClassLabels classes =
        ClassLabels.of(
            shownLabels,
            axes,
            items(shownLabels, y, Math.toIntExact(axes.get(0)), rowBytes),
            type(y));
    return new PixelArray(
            shown, items(shown, x, shape.count(), shape.itemBytes(shown, type)), type, shape)
        .images(names.images(), classes, settings, notes);
  }

  /** As which type the numbers are kept on their way. */
  private static NumberType type(Dataset dataset) {
    return H5Numbers.areUint8(dataset) ? NumberType.UINT8 : NumberType.FLOAT32;
  }

  private Items items(Path shown, Dataset dataset, int count, int itemBytes) throws IOException {
    final long declared = Math.multiplyExact(dataset.getSize(), dataset.getDataType().getSize());
    if (declared > fileBytes * NpzFile.MOST_DEFLATED) {
      throw new BadDataException(
          shown,
          "declares %,d bytes, more than a file of %,d bytes can hold"
              .formatted(declared, fileBytes));
    }
    try (ItemStore store = ItemStore.of(count, itemBytes);
        Progress progress =
            Progress.of("Reading " + path.relativize(shown), dataset.getSize() >> 20)) {
      final boolean bytes = H5Numbers.areUint8(dataset);
      final long[] seen = new long[1];
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
      return store.done(count);
    }
  }
}
