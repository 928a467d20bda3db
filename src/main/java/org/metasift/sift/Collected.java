package org.metasift.sift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.metasift.data.BadDataException;

/** How the picked files of an image folder are put together, in a folder for each class. */
public enum Collected {
  /** Copies. */
  COPY,
  /** Hard links: no further room on the disk. */
  LINK;

  /**
   * Puts the picked files into {@code folder}.
   *
   * @param source the image folder they come from, which their ids are relative to
   * @throws BadDataException when an image is no file there, or cannot be put
   */
  public void into(Path folder, Path source, BaseSet base) {
    for (final BaseSet.Pick pick : base.picks()) {
      final Path from = source.resolve(pick.id());
      final Path to = folder.resolve(pick.id());
      if (!Files.isRegularFile(from) || !to.normalize().startsWith(folder.normalize())) {
        throw new BadDataException(
            from, "is no file: only images of an image folder can be collected");
      }
      try {
        Files.createDirectories(to.getParent());
        if (this == COPY) {
          Files.copy(from, to);
        } else {
          Files.createLink(to, from);
        }
      } catch (final IOException | UnsupportedOperationException e) {
        throw new BadDataException(to, "cannot be made (%s)".formatted(e.getMessage()), e);
      }
    }
  }
}
