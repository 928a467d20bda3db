package org.metasift.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.metasift.Fixture;

/** The small embedded signs, where the command line looks for them. */
final class DrawnSigns {
  private DrawnSigns() {}

  /** Puts a copy there. */
  static void into(Path folder) throws IOException {
    final Path kept = Fixture.drawnSigns();
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
