package org.metasift.sift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;

/**
 * How the picked files of an image folder, or of a {@code .csv} list of images, are put together,
 * in a folder for each class.
 */
public enum Collected {
  /** Copies. */
  COPY,
  /** Hard links: no further room on the disk. */
  LINK;

  /**
   * Checks that images are files, before anything is picked from them.
   *
   * @throws BadDataException when they do not
   */
  public static void check(Path source, ImageSet images) {
    if (images.size() > 0) {
      file(source, images.id(0));
    }
  }

  /**
   * Puts the picked files into {@code folder}, under their ids; where one cannot be put, none stays
   * there.
   *
   * @param source the image folder they come from, which their ids are relative to
   * @throws BadDataException when an image is no file there, or cannot be put
   */
  public void into(Path folder, Path source, BaseSet base) {
    put(source, base, pick -> folder.resolve(pick.id()));
  }

  /**
   * The same for a {@code .csv} list as well: its files lie anywhere, so each goes by its own name
   * into the folder of its class. A name that is taken there gets a number.
   *
   * @param source the image folder, or the list, which their ids are relative to
   * @param images the set that was picked from
   */
  public void into(Path folder, Path source, BaseSet base, ImageSet images) {
    if (!isList(source)) {
      into(folder, source, base);
      return;
    }
    final Set<Path> taken = new HashSet<>();
    put(
        source,
        base,
        pick -> {
          final Path own = folder.resolve(folderName(images, pick.label()));
          final String name = file(source, pick.id()).getFileName().toString();
          Path to = own.resolve(name);
          for (int number = 2; !taken.add(to); number++) {
            to = own.resolve(name.replaceFirst("(\\.[^.]*)?$", " (" + number + ")$1"));
          }
          return to;
        });
  }

  /** The name of a class where it can be a folder's, else with what cannot be in it replaced. */
  private static String folderName(ImageSet images, int label) {
    final String name = images.classNames().get(label);
    final String safe = name.replaceAll("[/\\\\:*?\"<>|\\p{Cntrl}]", "_");
    return safe.equals(name) && !name.matches("\\.+") ? name : safe + " " + label;
  }

  private void put(Path source, BaseSet base, Function<BaseSet.Pick, Path> place) {
    base.picks().forEach(pick -> file(source, pick.id()));
    final List<Path> put = new ArrayList<>();
    for (final BaseSet.Pick pick : base.picks()) {
      final Path to = place.apply(pick);
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
    final boolean list = isList(source);
    final Path file = list ? source.resolveSibling(id) : source.resolve(id);
    if (!Files.isRegularFile(file) || (!list && !absolute(file).startsWith(absolute(source)))) {
      throw new BadDataException(
          file, "is not a file: only images of an image folder or a .csv list can be collected");
    }
    return file;
  }

  private static boolean isList(Path source) {
    return Files.isRegularFile(source);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
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
