package org.metasift.data.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.ItemStore;
import org.metasift.data.RawItems;
import org.metasift.data.array.NpyHeader;

/**
 * NumPy's {@code .npz}: a zip file of .npy arrays. Arrays that are stored as they are ({@code
 * np.savez}) are mapped in their place; compressed ones are unpacked.
 */
final class NpzFile {
  /** Deflate packs at most 1,032 bytes into one. */
  static final long MOST_DEFLATED = 1032;

  private final Path path;
  private final ZipFile zip;
  private final FileChannel file;

  private NpzFile(Path path, ZipFile zip, FileChannel file) {
    this.path = path;
    this.zip = zip;
    this.file = file;
  }

  /**
   * The images and labels that the settings name.
   *
   * @throws BadDataException when the file is no .npz, or the arrays are missing or damaged
   */
  static ImageSet read(Path path, ImageSource.Settings settings, List<String> notes) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        ZipFile zip = ZipFile.builder().setPath(path).setIgnoreLocalFileHeader(true).get()) {
      return new NpzFile(path, zip, file).set(settings, notes);
    } catch (final IOException e) {
      throw BadDataException.unreadable(path, e);
    }
  }

  private ImageSet set(ImageSource.Settings settings, List<String> notes) throws IOException {
    final Map<String, ZipArchiveEntry> members = new TreeMap<>();
    for (final ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      members.put(entry.getName().replaceAll("\\.npy$", ""), entry);
    }
    final ArrayNames names = ArrayNames.choose(path, members.keySet(), settings);
    return NpyArray.set(
        array(members.get(names.images()), true),
        array(members.get(names.labels()), false),
        names.images(),
        settings,
        notes);
  }

  private NpyArray array(ZipArchiveEntry entry, boolean images) throws IOException {
    final Path shown = path.resolve(entry.getName().replaceAll("[^A-Za-z0-9._-]", "_"));
    final long packed = Math.min(file.size(), entry.getCompressedSize());
    final boolean stored = entry.getMethod() == ZipMethod.STORED.getCode();
    if (!stored && entry.getMethod() != ZipMethod.DEFLATED.getCode()) {
      throw new BadDataException(shown, "is packed in an unknown way; only deflate is read");
    }
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      final NpyHeader head = NpyHeader.read(shown, in);
      final long start = stored ? start(entry, packed) + head.dataStart() : 0;
      return NpyArray.of(
          shown,
          head,
          images,
          (stored ? packed : packed * MOST_DEFLATED) - head.dataStart(),
          (count, rowBytes) ->
              stored
                  ? RawItems.map(file, start, count, rowBytes)
                  : unpacked(shown, entry, in, count, rowBytes));
    }
  }

  /** Where a stored member's bytes begin; all of them are in the file. */
  private long start(ZipArchiveEntry entry, long packed) throws IOException {
    final long start = entry.getDataOffset();
    if (start < 0 || packed < 0 || start > file.size() - packed) {
      throw new BadDataException(path, "is cut off within '%s'".formatted(entry.getName()));
    }
    return start;
  }

  private static RawItems unpacked(
      Path shown, ZipArchiveEntry entry, CheckedInputStream in, int count, int rowBytes)
      throws IOException {
    try (ItemStore store = ItemStore.of(count, rowBytes)) {
      store.fill(in, "Unpacking " + shown.getFileName());
      if (atEnd(in) && in.getChecksum().getValue() != entry.getCrc()) {
        throw new BadDataException(shown, "is damaged: its checksum is not the one it should be");
      }
      return store.done(count);
    }
  }

  private static boolean atEnd(InputStream in) throws IOException {
    return in.read() < 0;
  }
}
