package org.metasift.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.metasift.data.SignSet;

/** The small embedded signs as a first run keeps them, drawn once for all tests of a build. */
final class DrawnSigns {
  private static final String FOLDER = System.getProperty("metasift.fixtures");

  private DrawnSigns() {}

  /** Puts them there; where the build names no folder for fixtures, the first run draws them. */
  static void into(Path folder) throws IOException {
    if (FOLDER == null) {
      return;
    }
    final Path kept = Files.createDirectories(Path.of(FOLDER)).resolve("signs");
    try (FileChannel gate =
            FileChannel.open(
                kept.resolveSibling("signs.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock drawing = gate.lock()) {
      SignSet.cached(kept, SignSet.Size.SMALL, 0);
      drawing.release();
    }
    for (final Path file : files(kept)) {
      final Path to = folder.resolve(kept.relativize(file));
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
