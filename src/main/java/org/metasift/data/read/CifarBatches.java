package org.metasift.data.read;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.metasift.compute.Progress;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.ItemStore;
import org.metasift.data.PlainText;
import org.metasift.data.RawItems;
import org.metasift.data.decode.Bilinear;

/**
 * CIFAR-10 and CIFAR-100 in their binary version: records of a label (CIFAR-100: a coarse label,
 * then the fine one, which counts) and 32 x 32 pixels, red plane first. The test part is read only
 * where it is alone.
 */
final class CifarBatches {
  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;
  private static final int PIXELS = 3 * PLANE;

  private final Path folder;
  private final List<Path> files;
  private final boolean hundred;

  private CifarBatches(Path folder, List<Path> files, boolean hundred) {
    this.folder = folder;
    this.files = files;
    this.hundred = hundred;
  }

  /** The batches of a folder; empty where it has none. */
  static Optional<CifarBatches> in(Path folder) throws IOException {
    for (final String names :
        List.of("data_batch_\\d+\\.bin", "train\\.bin", "test_batch\\.bin", "test\\.bin")) {
      try (Stream<Path> all = Files.list(folder)) {
        final List<Path> found =
            all.filter(file -> file.getFileName().toString().matches(names))
                .filter(Files::isRegularFile)
                .sorted()
                .toList();
        if (!found.isEmpty()) {
          return Optional.of(new CifarBatches(folder, found, !names.contains("batch")));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a folder holds CIFAR in its Python version, which is not read. */
  static boolean isPython(Path folder) {
    return Files.isRegularFile(folder.resolve("data_batch_1"))
        || (Files.isRegularFile(folder.resolve("train"))
            && Files.isRegularFile(folder.resolve("meta")));
  }

  /** CIFAR-10 or CIFAR-100. */
  String format() {
    return hundred ? "CIFAR-100 binary files" : "CIFAR-10 binary files";
  }

  /**
   * Reads all batches, in the order of their names.
   *
   * @throws BadDataException when a file is cut off, or has a label that is too large
   */
  ImageSet read(ImageSource.Settings settings, List<String> notes) {
    final int head = hundred ? 2 : 1;
    final List<String> ids = new ArrayList<>();
    final List<RawItems> batches = new ArrayList<>();
    for (final Path file : files) {
      final RawItems batch = map(file, head + PIXELS);
      batches.add(batch);
      IntStream.range(0, batch.count()).forEach(i -> ids.add(file.getFileName() + "[" + i + "]"));
    }
    final int[] labels = new int[ids.size()];
    final List<String> names = names();
    final int side = CommonSide.choose(settings, SIDE);
    if (side != SIDE) {
      notes.add("images of 32 x 32 pixels were scaled to %d x %d".formatted(side, side));
    }
    try (ItemStore store = ItemStore.of(labels.length, 3 * side * side);
        Progress progress = Progress.of("Reading " + format(), files.size())) {
      int at = 0;
      for (final RawItems batch : batches) {
        final Path file = files.get(batches.indexOf(batch));
        for (int i = 0; i < batch.count(); i++) {
          final byte[] item = new byte[head + PIXELS];
          batch.read(i, item);
          labels[at] = label(file, i, item[head - 1] & 0xff, names.size());
          store.put(at++, Bilinear.scale(interleaved(item, head), SIDE, SIDE, 3, side));
        }
        progress.step(file.getFileName().toString());
      }
      return ImageSet.over(store.done(at), labels, ImageShape.square(side, 3), names, ids);
    } catch (final IOException e) {
      throw BadDataException.unreadable(folder, e);
    }
  }

  private static RawItems map(Path path, int recordBytes) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      if (file.size() % recordBytes != 0 || file.size() / recordBytes > Integer.MAX_VALUE / 16) {
        throw new BadDataException(
            path,
            "has %,d bytes; records of %,d bytes each are needed"
                .formatted(file.size(), recordBytes));
      }
      return RawItems.map(file, 0, (int) (file.size() / recordBytes), recordBytes);
    } catch (final IOException e) {
      throw BadDataException.unreadable(path, e);
    }
  }

  private static int label(Path file, int row, int label, int classes) {
    if (label >= classes) {
      throw new BadDataException(
          file,
          "has label %d in record %d; 0 to %d are allowed".formatted(label, row, classes - 1));
    }
    return label;
  }

  private static byte[] interleaved(byte[] record, int head) {
    final byte[] pixels = new byte[PIXELS];
    for (int p = 0; p < PLANE; p++) {
      for (int c = 0; c < 3; c++) {
        pixels[3 * p + c] = record[head + c * PLANE + p];
      }
    }
    return pixels;
  }

  /** The names beside the batches where there are as many as classes, else numbers. */
  private List<String> names() {
    final int classes = hundred ? 100 : 10;
    final Path file = folder.resolve(hundred ? "fine_label_names.txt" : "batches.meta.txt");
    try {
      if (Files.isRegularFile(file) && Files.size(file) < 1 << 20) {
        final List<String> names =
            PlainText.decode(Files.readAllBytes(file), file)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (names.size() == classes) {
          return names;
        }
      }
    } catch (final IOException e) {
      throw BadDataException.unreadable(file, e);
    }
    return IntStream.range(0, classes).mapToObj(String::valueOf).toList();
  }
}
