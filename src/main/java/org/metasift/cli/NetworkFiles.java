package org.metasift.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.nn.Network;
import org.metasift.nn.SmallVgg16;
import org.metasift.nn.TorchCheckpoint;

/** Networks as files: our own .safetensors, the artifact's .pth, or a run's folder. */
final class NetworkFiles {
  static final String NAME = "network.safetensors";
  static final String BEFORE = "before.safetensors";

  private NetworkFiles() {}

  /**
   * The file that {@code path}, a file or a run's folder, names.
   *
   * @throws BadDataException when it is missing
   */
  static Path checkThere(Path path) {
    final Path file = Files.isDirectory(path) ? path.resolve(NAME) : path;
    if (!Files.exists(file)) {
      throw new BadDataException(
          file, "does not exist; a network's file or a run's folder is needed");
    }
    return file;
  }

  /**
   * Reads a network.
   *
   * @param images that it is for
   * @throws BadDataException when the file is missing or cannot be used
   */
  static Network read(Path path, ImageSet images) {
    final Path file = checkThere(path);
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".pth")) {
      return Network.load(file);
    }
    try {
      return Network.of(
          new SmallVgg16(images.channels(), images.classes()), TorchCheckpoint.read(file));
    } catch (final IllegalArgumentException e) {
      throw new BadDataException(file, e.getMessage(), e);
    }
  }
}
