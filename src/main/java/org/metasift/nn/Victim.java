package org.metasift.nn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.metasift.data.BadDataException;
import org.metasift.data.Gtsrb;
import org.metasift.data.ImageSet;

/**
 * The poisoned network that the defences are tried on.
 *
 * @param network a small VGG-16 with a backdoor
 * @param origin one sentence for the user that says where it comes from
 */
public record Victim(Network network, String origin) {
  private static final Path CHECKPOINT = Path.of("artifact", "gtsrb_tar38_badnets.pth");

  /**
   * The artifact's checkpoint, from {@code artifact/gtsrb_tar38_badnets.pth} in the folder of the
   * data sets (METASIFT_DATASETS where that is set).
   *
   * @param datasets the folder
   * @param images what the network is to see; the checkpoint fits GTSRB alone
   * @return the network, or empty where the file is not there
   * @throws BadDataException when the file is there and cannot be used
   */
  public static Optional<Victim> checkpoint(Path datasets, ImageSet images) {
    final String override = System.getenv(Gtsrb.FOLDER_VARIABLE);
    final Path folder = override == null || override.isBlank() ? datasets : Path.of(override);
    final Path file = folder.resolve(CHECKPOINT);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      final Network network =
          Network.of(
              new SmallVgg16(images.channels(), images.classes()), TorchCheckpoint.read(file));
      return Optional.of(new Victim(network, "The artifact's own checkpoint, " + file));
    } catch (final IllegalArgumentException e) {
      throw new BadDataException(file, e.getMessage(), e);
    }
  }

  /**
   * A network trained here on a poisoned set.
   *
   * @param seed fixes its start, the order of the batches and the dropout
   */
  public static Victim trained(ImageSet poisoned, Training.Settings settings, long seed) {
    final Network start =
        Network.untrained(new SmallVgg16(poisoned.channels(), poisoned.classes()), seed);
    return new Victim(
        new Training(settings).train(start, poisoned, seed).network(),
        "Trained here, " + settings + ", seed " + seed);
  }
}
