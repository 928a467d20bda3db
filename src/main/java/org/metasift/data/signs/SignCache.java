package org.metasift.data.signs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

  private SignCache() {}

  static Split open(Path folder, SignSet.Size size, long seed) {
    final Path home =
        folder.resolve(
            "signs-v%d-%s-seed%d"
                .formatted(SignSet.VERSION, size.name().toLowerCase(Locale.ROOT), seed));
    final Split kept = whole(home, size, seed);
    return kept != null ? kept : remake(home, size, seed);
  }

  /** The set kept at {@code home}, or null when it is missing, damaged or incomplete. */
  private static Split whole(Path home, SignSet.Size size, long seed) {
    final Path seal = home.resolve(SEAL);
    if (!Files.isRegularFile(seal)) {
      return null;
    }
    try {
      final Split split = read(home, size, seed);
      final String found = Files.readString(seal, StandardCharsets.UTF_8);
      return found.equals(fingerprints(split)) ? split : null;
    } catch (final IOException | BadDataException e) {
      return null;
    }
  }

  private static Split remake(Path home, SignSet.Size size, long seed) {
    try {
      Files.deleteIfExists(home.resolve(SEAL));
      final Split drawn = SignSet.make(size, seed);
      NpyImages.write(drawn.train(), home.resolve("train"));
      NpyImages.write(drawn.test(), home.resolve("test"));
      writeIds(drawn.train(), home.resolve("train"));
      writeIds(drawn.test(), home.resolve("test"));
      final Split written = read(home, size, seed);
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

  private static Split read(Path home, SignSet.Size size, long seed) throws IOException {
    return new Split(
        readPart(home.resolve("train")),
        readPart(home.resolve("test")),
        SignSet.origin(size, seed));
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
