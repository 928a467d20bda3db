package org.metasift.data.gtsrb;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.Split;
import org.metasift.data.array.H5Fault;
import org.metasift.data.array.H5Numbers;
import org.metasift.data.array.PixelRange;

/** Reads GTSRB in the layout of the original artifact's {@code gtsrb_dataset.h5}. */
public final class GtsrbH5 {
  private static final int SIDE = GtsrbForm.SIDE;
  private static final int IMAGE_BYTES = SIDE * SIDE * 3;
  private static final int CLASSES = GtsrbForm.CLASS_NAMES.size();
  private static final int MAX_IMAGES = 200_000;

  private final Path path;
  private final HdfFile file;

  private GtsrbH5(Path path, HdfFile file) {
    this.path = path;
    this.file = file;
  }

  static Split read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new BadDataException(path, "no such file; expected GTSRB as HDF5");
    }
    try (HdfFile file = open(path)) {
      return new GtsrbH5(path, file).split();
    } catch (final BadDataException e) {
      throw e;
    } catch (final IOException | RuntimeException | StackOverflowError e) {
      throw H5Fault.of(path, e);
    }
  }

  /**
   * Over a mapped buffer jHDF finds a size beyond the end at once; over a file it first allocates
   * what a damaged header claims.
   */
  public static HdfFile open(Path path) throws IOException {
    if (Files.size(path) > Integer.MAX_VALUE) {
      return new HdfFile(path);
    }
    try (FileChannel channel = FileChannel.open(path)) {
      return HdfFile.fromByteBuffer(channel.map(MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  private Split split() throws IOException {
    final boolean val = file.getChildren().containsKey("X_val");
    final List<String> parts = val ? List.of("train", "val") : List.of("train");
    final ImageSet train = images(parts);
    final ImageSet test = images(List.of("test"));
    final String origin =
        "GTSRB from %s: %,d training images (%s) and %,d test images."
            .formatted(path, train.size(), val ? "X_train and X_val" : "X_train", test.size());
    return new Split(train, test, origin);
  }

  private ImageSet images(List<String> parts) throws IOException {
    final List<Dataset> pixelSets = new ArrayList<>();
    final List<int[]> labels = new ArrayList<>();
    final List<String> ids = new ArrayList<>();
    for (final String part : parts) {
      final Dataset x = dataset("X_" + part);
      final Dataset y = dataset("Y_" + part);
      check(x, y);
      pixelSets.add(x);
      labels.add(labels(y));
      IntStream.range(0, x.getDimensions()[0])
          .forEach(row -> ids.add("X_%s[%d]".formatted(part, row)));
    }
    final byte[] pixels = new byte[ids.size() * IMAGE_BYTES];
    int from = 0;
    for (final Dataset x : pixelSets) {
      readPixels(x, pixels, from);
      from += x.getDimensions()[0] * IMAGE_BYTES;
    }
    return ImageSet.overBuffers(
        List.of(ByteBuffer.wrap(pixels)),
        ids.size(),
        labels.stream().flatMapToInt(Arrays::stream).toArray(),
        ImageShape.square(SIDE, 3),
        GtsrbForm.CLASS_NAMES,
        ids);
  }

  private Dataset dataset(String name) {
    final Node node = file.getChildren().get(name);
    if (node == null) {
      throw bad("holds no data set '%s'; X_train, Y_train, X_test and Y_test are needed", name);
    }
    if (node instanceof Dataset dataset) {
      return dataset;
    }
    throw bad("holds '%s', which is not a data set", name);
  }

  private void check(Dataset x, Dataset y) {
    final int[] pixels = x.getDimensions();
    if (pixels.length != 4 || pixels[1] != SIDE || pixels[2] != SIDE || pixels[3] != 3) {
      throw bad(
          "its data set '%s' has shape %s; (n, 32, 32, 3) is needed",
          x.getName(), Arrays.toString(pixels));
    }
    if (pixels[0] < 1 || pixels[0] > MAX_IMAGES) {
      throw bad(
          "its data set '%s' has %,d images; 1 to %,d are allowed",
          x.getName(), pixels[0], MAX_IMAGES);
    }
    final int[] labels = y.getDimensions();
    final boolean oneHot = labels.length == 2 && labels[1] == CLASSES;
    final boolean plain = labels.length == 1 || (labels.length == 2 && labels[1] == 1);
    if (!oneHot && !plain) {
      throw bad(
          "its data set '%s' has shape %s; one-hot labels (n, 43) or plain ones (n) are needed",
          y.getName(), Arrays.toString(labels));
    }
    if (labels[0] != pixels[0]) {
      throw bad(
          "has %,d images in '%s' but %,d labels in '%s'",
          pixels[0], x.getName(), labels[0], y.getName());
    }
  }

  private int[] labels(Dataset y) throws IOException {
    final int[] labels = new int[y.getDimensions()[0]];
    if (y.getDimensions().length == 1 || y.getDimensions()[1] == 1) {
      read(
          y,
          (row, value) -> {
            if (!(value >= 0 && value < CLASSES) || value != Math.rint(value)) {
              throw bad(
                  "row %d of '%s' has label %s; whole numbers from 0 to 42 are allowed",
                  row, y.getName(), value);
            }
            labels[(int) row] = (int) value;
          });
      return labels;
    }
    Arrays.fill(labels, -1);
    read(
        y,
        (i, value) -> {
          if (value != 0) {
            final int row = (int) (i / CLASSES);
            if (value != 1 || labels[row] >= 0) {
              throw notOneHot(y, row);
            }
            labels[row] = (int) (i % CLASSES);
          }
        });
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0) {
        throw notOneHot(y, row);
      }
    }
    return labels;
  }

  /** Of GTSRB nothing may be missing. */
  private void read(Dataset dataset, H5Numbers.Sink sink) throws IOException {
    final long unwritten = H5Numbers.read(path, dataset, sink);
    if (unwritten > 0) {
      throw bad(
          "its data set '%s' lacks %,d of its %,d numbers: they were never written",
          dataset.getName(), unwritten, dataset.getSize());
    }
  }

  private BadDataException notOneHot(Dataset y, int row) {
    return bad("row %d of '%s' is not one-hot: a single 1 and 42 zeros", row, y.getName());
  }

  private void readPixels(Dataset x, byte[] pixels, int from) throws IOException {
    final PixelRange range = new PixelRange(path.resolve(x.getName()));
    final boolean[] fractions = new boolean[1];
    read(
        x,
        (i, value) -> {
          range.add((int) (i / IMAGE_BYTES), value);
          final int rounded = (int) (value + 0.5);
          fractions[0] |= value != rounded;
          pixels[from + (int) i] = (byte) rounded;
        });
    if (fractions[0] && range.isUnit()) {
      throw bad(
          "its data set '%s' has values from 0 to 1; 0 to 255 are needed: multiply by 255",
          x.getName());
    }
    range.factor(new ArrayList<>());
  }

  @SuppressWarnings("AnnotateFormatMethod") // private, all callers above
  private BadDataException bad(String problem, Object... facts) {
    return new BadDataException(path, problem.formatted(facts));
  }
}
