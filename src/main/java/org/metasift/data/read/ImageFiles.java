package org.metasift.data.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.metasift.compute.Progress;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.data.ItemStore;
import org.metasift.data.RawItems;
import org.metasift.data.decode.ImageDecoder;
import org.metasift.data.decode.ImageDecoder.Square;
import org.metasift.data.decode.ImageDecoder.Unusable;
import org.metasift.data.read.ImageSource.LoadedImages;
import org.metasift.data.read.ImageSource.Settings;
import org.metasift.data.read.ImageSource.Unreadable;

/**
 * Decodes labelled image files into a set. All are scaled to one square side, without being cut: a
 * trigger in a corner stays in the image. The set is grey when every image is.
 */
final class ImageFiles {
  private static final int BLOCK = 256;

  private final Path source;
  private final List<Entry> entries;
  private final int side;
  private final boolean asked;
  private final List<Unreadable> unreadable = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final int[] labels;
  private ItemStore store;
  private int channels = 1;
  private int done;
  private int scaled;
  private int followed;

  /**
   * A file and its label.
   *
   * @param id by which a person finds it again
   */
  record Entry(Path file, String id, int label) {}

  private record Result(Square square, String reason) {}

  private ImageFiles(Path source, List<Entry> entries, int side, boolean asked) {
    this.asked = asked;
    this.source = source;
    this.entries = entries;
    this.side = side;
    this.labels = new int[entries.size()];
    this.store = ItemStore.of(entries.size(), side * side);
  }

  /**
   * Reads all files, in this order; those that cannot be read are listed.
   *
   * @param source the folder or list they come from
   * @throws BadDataException when not one of them can be read
   */
  static LoadedImages read(
      Path source, List<Entry> entries, List<String> classNames, Settings settings, String format) {
    final int side = settings.side() > 0 ? settings.side() : side(entries, settings);
    final ImageFiles files = new ImageFiles(source, entries, side, settings.side() > 0);
    try {
      return files.loaded(classNames, format);
    } catch (final IOException e) {
      throw BadDataException.unreadable(source, e);
    } finally {
      files.store.close();
    }
  }

  private static int side(List<Entry> entries, Settings settings) {
    final List<Integer> sides = new ArrayList<>();
    try (Progress progress = Progress.of("Measuring images", blocks(entries))) {
      for (int from = 0; from < entries.size(); from += BLOCK) {
        final int to = Math.min(entries.size(), from + BLOCK);
        entries.subList(from, to).parallelStream()
            .map(ImageFiles::shorterSide)
            .filter(length -> length > 0)
            .forEachOrdered(sides::add);
        progress.step("%,d of %,d".formatted(to, entries.size()));
      }
    }
    return sides.isEmpty()
        ? CommonSide.LEAST
        : CommonSide.choose(settings, sides.stream().mapToInt(Integer::intValue).toArray());
  }

  private static int blocks(List<Entry> entries) {
    return (entries.size() + BLOCK - 1) / BLOCK;
  }

  private static int shorterSide(Entry entry) {
    try {
      return ImageDecoder.shorterSide(entry.file);
    } catch (final Unusable e) {
      return 0; // told when it is decoded
    }
  }

  private LoadedImages loaded(List<String> classNames, String format) throws IOException {
    try (Progress progress = Progress.of("Reading images", blocks(entries))) {
      for (int from = 0; from < entries.size(); from += BLOCK) {
        final int first = from;
        final int to = Math.min(entries.size(), from + BLOCK);
        final List<Result> block =
            IntStream.range(from, to).parallel().mapToObj(i -> decode(entries.get(i))).toList();
        for (int k = 0; k < block.size(); k++) {
          take(entries.get(first + k), block.get(k));
        }
        progress.step("%,d of %,d".formatted(to, entries.size()));
      }
    }
    if (done == 0) {
      throw new BadDataException(
          source,
          "not one of its %,d images can be read; the first, %s, %s"
              .formatted(entries.size(), entries.get(0).id(), unreadable.get(0).reason()));
    }
    final List<String> notes = new ArrayList<>();
    if (scaled > 0) {
      notes.add(
          "%,d of %,d images were scaled to %d x %d, %s"
              .formatted(scaled, done, side, side, asked ? "as asked for" : "the usual size"));
    }
    if (followed > 0) {
      notes.add(
          "files of several images (animations, pages), of which the first is read: %,d"
              .formatted(followed));
    }
    final int[] kept = Arrays.copyOf(labels, done);
    return new LoadedImages(
        ImageSet.over(store.done(done), kept, ImageShape.square(side, channels), classNames, ids),
        format,
        unreadable,
        notes);
  }

  private Result decode(Entry entry) {
    try {
      return new Result(ImageDecoder.decode(entry.file, side), null);
    } catch (final Unusable e) {
      return new Result(null, e.getMessage());
    }
  }

  private void take(Entry entry, Result result) throws IOException {
    final Square square = result.square;
    if (square == null) {
      unreadable.add(new Unreadable(entry.file, result.reason));
      return;
    }
    if (square.channels() == 3 && channels == 1) {
      colour();
    }
    store.put(done, square.channels() == channels ? square.pixels() : colour(square.pixels()));
    labels[done++] = entry.label;
    ids.add(entry.id);
    followed += square.followed() ? 1 : 0;
    scaled += square.height() != side || square.width() != side ? 1 : 0;
  }

  /** The first coloured image: all grey ones so far get three equal channels. */
  private void colour() throws IOException {
    final RawItems grey = store.done(done);
    final ItemStore coloured = ItemStore.of(entries.size(), 3 * side * side);
    store.close();
    store = coloured;
    channels = 3;
    final byte[] pixels = new byte[side * side];
    for (int i = 0; i < done; i++) {
      grey.read(i, pixels);
      store.put(i, colour(pixels));
    }
  }

  private static byte[] colour(byte[] grey) {
    final byte[] rgb = new byte[3 * grey.length];
    for (int k = 0; k < rgb.length; k++) {
      rgb[k] = grey[k / 3];
    }
    return rgb;
  }
}
