package org.metasift.data.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.metasift.data.BadDataException;

/**
 * The parts of a data set that lie in folders of their own, known by their names, in capitals or
 * small letters.
 *
 * @param train the folder to learn from: train or training
 * @param test the folder to judge by: test or testing, else val, valid or validation
 * @param others the names of further parts, which are not read
 */
public record PartFolders(Path train, Path test, List<String> others) {
  private static final List<String> TRAIN = List.of("train", "training");
  private static final List<String> TEST = List.of("test", "testing", "val", "valid", "validation");

  /** Copies the list. */
  public PartFolders {
    others = List.copyOf(others);
  }

  /**
   * The parts in a folder; empty where one of the two is missing.
   *
   * @throws BadDataException when the folder cannot be read
   */
  public static Optional<PartFolders> of(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    final List<Path> parts;
    try (Stream<Path> all = Files.list(folder)) {
      parts = all.filter(Files::isDirectory).filter(PartFolders::isPart).sorted().toList();
    } catch (final IOException e) {
      throw BadDataException.unreadable(folder, e);
    }
    final Optional<Path> train = first(parts, TRAIN);
    final Optional<Path> test = first(parts, TEST);
    return train.isEmpty() || test.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PartFolders(
                train.get(),
                test.get(),
                parts.stream()
                    .filter(part -> !part.equals(train.get()) && !part.equals(test.get()))
                    .map(part -> part.getFileName().toString())
                    .toList()));
  }

  /** Whether a folder has the name of a part. */
  static boolean isPart(Path folder) {
    return TRAIN.contains(name(folder)) || TEST.contains(name(folder));
  }

  /** The part whose name stands first in a list; of names that differ in capitals the smallest. */
  private static Optional<Path> first(List<Path> parts, List<String> names) {
    return names.stream()
        .flatMap(
            name ->
                Stream.concat(
                    parts.stream().filter(part -> part.endsWith(name)),
                    parts.stream().filter(part -> name(part).equals(name))))
        .findFirst();
  }

  private static String name(Path folder) {
    return folder.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
