package org.metasift.data.signs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.data.array.NpyImages;
import org.metasift.io.AtomicFiles;

/**
 * Keeps drawn sign sets on disk, as {@code signs-v1-standard-seed0/train/images.npy} and so on. A
 * file of fingerprints, written last, tells a whole set from one that was interrupted or changed.
 */
final class SignCache {
  private static final String SEAL = "fingerprints.txt";

  private final Path home;
  private final String origin;

  /** The set of one size and seed, kept in a folder of its own. */
  SignCache(Path home, String origin) {
    this.home = home;
    this.origin = origin;
  }

  /** The set that is kept, drawn first where it is not. */
  Split open(Supplier<Split> drawing) {
    final Split kept = whole();
    return kept != null ? kept : remake(drawing);
  }

  /** The set that is kept, or null when it is missing, damaged or incomplete. */
  private Split whole() {
    final Path seal = home.resolve(SEAL);
    if (!Files.isRegularFile(seal)) {
      return null;
    }
    try {
      final Split split = read();
      final String found = Files.readString(seal, StandardCharsets.UTF_8);
      return found.equals(fingerprints(split)) ? split : null;
    } catch (final IOException | BadDataException e) {
      return null;
    }
  }

  private Split remake(Supplier<Split> drawing) {
    try {
      Files.deleteIfExists(home.resolve(SEAL));
      final Split drawn = drawing.get();
      NpyImages.write(drawn.train(), home.resolve("train"));
      NpyImages.write(drawn.test(), home.resolve("test"));
      writeIds(drawn.train(), home.resolve("train"));
      writeIds(drawn.test(), home.resolve("test"));
      final Split written = read();
      AtomicFiles.write(home.resolve(SEAL), fingerprints(drawn).getBytes(StandardCharsets.UTF_8));
      return written;
    } catch (final IOException e) {
      throw new BadDataException(
          home, "cannot keep the drawn signs here (" + BadDataException.reason(e) + ")", e);
    }
  }

  private static void writeIds(ImageSet set, Path folder) throws IOException {
    final String lines = String.join("\n", set.ids()) + "\n";
    AtomicFiles.write(folder.resolve("ids.txt"), lines.getBytes(StandardCharsets.UTF_8));
  }

  private Split read() throws IOException {
    return new Split(readPart(home.resolve("train")), readPart(home.resolve("test")), origin);
  }

  private static ImageSet readPart(Path folder) throws IOException {
    final List<String> ids = Files.readAllLines(folder.resolve("ids.txt"), StandardCharsets.UTF_8);
    return NpyImages.read(
        folder.resolve(NpyImages.IMAGES), folder.resolve(NpyImages.LABELS), SignClasses.NAMES, ids);
  }

  private static String fingerprints(Split split) {
    return "train %s%ntest %s%n"
        .formatted(fingerprint(split.train()), fingerprint(split.test()))
        .replace("\r", "");
  }

  private static String fingerprint(ImageSet set) {
    return set.fingerprint() + " " + Integer.toHexString(set.ids().hashCode());
  }
}
