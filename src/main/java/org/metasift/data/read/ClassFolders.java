package org.metasift.data.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metasift.data.array.ClassLabels;

/** The folders of a folder of images, one for each class. */
final class ClassFolders {
  private ClassFolders() {}

  /** They are sorted; hidden ones and those of the system are no classes. */
  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      final Set<String> names =
          all.filter(Files::isDirectory)
              .filter(path -> !LeftOutFiles.isHidden(path))
              .map(path -> path.getFileName().toString())
              .collect(Collectors.toSet());
      return ClassLabels.sorted(names).stream().map(folder::resolve).toList();
    }
  }
}
