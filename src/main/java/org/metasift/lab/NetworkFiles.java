package org.metasift.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.nn.Network;

/**
 * Networks as files: our own, a checkpoint of PyTorch such as the artifact's, or a run's folder.
 */
public final class NetworkFiles {
  public static final String NAME = "network.safetensors";
  public static final String BEFORE = "before.safetensors";

  private NetworkFiles() {}

  /**
   * The file that {@code path}, a file or a run's folder, names.
   *
   * @throws BadDataException when it is missing
   */
  public static Path checkThere(Path path) {
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
  public static Network read(Path path, ImageSet images) {
    return Network.load(checkThere(path), images);
  }
}
