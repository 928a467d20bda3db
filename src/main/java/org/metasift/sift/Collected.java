package org.metasift.sift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;

/** How the picked files of an image folder are put together, in a folder for each class. */
public enum Collected {
  /** Copies. */
  COPY,
  /** Hard links: no further room on the disk. */
  LINK;

  /**
   * Checks that images come from an image folder, before anything is picked from them.
   *
   * @throws BadDataException when they do not
   */
  public static void check(Path source, ImageSet images) {
    if (images.size() > 0) {
      file(source, images.id(0));
    }
  }

  /**
   * Puts the picked files into {@code folder}; where one cannot be put, none stays there.
   *
   * @param source the image folder they come from, which their ids are relative to
   * @throws BadDataException when an image is no file there, or cannot be put
   */
  public void into(Path folder, Path source, BaseSet base) {
    base.picks().forEach(pick -> file(source, pick.id()));
    final List<Path> put = new ArrayList<>();
    for (final BaseSet.Pick pick : base.picks()) {
      final Path to = folder.resolve(pick.id());
      try {
        Files.createDirectories(to.getParent());
        if (this == COPY) {
          Files.copy(file(source, pick.id()), to);
        } else {
          Files.createLink(to, file(source, pick.id()));
        }
        put.add(to);
      } catch (final IOException | UnsupportedOperationException e) {
        takeBack(put);
        throw new BadDataException(to, "cannot be made (%s)".formatted(e.getMessage()), e);
      }
    }
  }

  private static Path file(Path source, String id) {
    final Path file = source.resolve(id);
    if (!Files.isRegularFile(file) || !file.normalize().startsWith(source.normalize())) {
      throw new BadDataException(
          file, "is no file: only images of an image folder can be collected");
    }
    return file;
  }

  private static void takeBack(List<Path> put) {
    for (final Path file : put) {
      try {
        Files.deleteIfExists(file);
      } catch (final IOException e) {
        return; // the message names what failed first
      }
    }
  }
}
