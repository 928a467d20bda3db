package org.metasift.nn;

import java.nio.file.Files;
import java.nio.file.Path;
import org.metasift.data.ImageSet;
import org.metasift.data.gtsrb.Gtsrb;

/**
 * The poisoned network that the defences are tried on.
 *
 * @param network a small VGG-16 with a backdoor
 * @param origin one sentence for the user that says where it comes from
 */
public record Victim(Network network, String origin) {
  private static final int WIDTH = 16;
  private static final Path CHECKPOINT = Path.of("artifact", "gtsrb_tar38_badnets.pth");

  /**
   * The artifact's checkpoint where the images are GTSRB's and the file is there, else a network
   * trained here.
   *
   * @param datasets the folder that may hold {@code artifact/gtsrb_tar38_badnets.pth}; where the
   *     environment variable METASIFT_DATASETS is set it names the folder instead
   * @param kind what is trained where there is no checkpoint
   * @param seed fixes the start of a training, the order of its batches and its dropout
   * @throws org.metasift.data.BadDataException when the checkpoint is there and cannot be used
   */
  public static Victim loadedOrTrained(
      Path datasets, ImageSet poisoned, Architecture kind, Training.Settings settings, long seed) {
    return isThere(datasets, poisoned)
        ? loaded(checkpoint(datasets), poisoned)
        : trained(poisoned, kind, settings, seed);
  }

  /**
   * The network that a victim trains by default: the artifact's small VGG-16, or a ResNet-18 of
   * width 16 where they are not 32 x 32.
   */
  public static Architecture kind(ImageSet images) {
    final SmallVgg16 small = new SmallVgg16(images.channels(), Math.max(2, images.classes()));
    return images.height() == small.side() && images.width() == small.side()
        ? small
        : ResNet18.forImages(WIDTH, images);
  }

  /**
   * A {@link #kind victim} trained on the images of a set.
   *
   * @param seed fixes its start, the order of its batches and its dropout
   */
  public static Network trainedOn(ImageSet images, Training.Settings settings, long seed) {
    return trained(images, kind(images), settings, seed).network();
  }

  /** Whether {@link #loadedOrTrained} would load. */
  public static boolean isThere(Path datasets, ImageSet poisoned) {
    return poisoned.classNames().equals(Gtsrb.CLASS_NAMES) && Files.exists(checkpoint(datasets));
  }

  private static Path checkpoint(Path datasets) {
    final String override = System.getenv(Gtsrb.FOLDER_VARIABLE);
    return (override == null || override.isBlank() ? datasets : Path.of(override))
        .resolve(CHECKPOINT);
  }

  private static Victim loaded(Path file, ImageSet images) {
    return new Victim(Network.load(file, images), "The artifact's own checkpoint, " + file);
  }

  private static Victim trained(
      ImageSet poisoned, Architecture kind, Training.Settings settings, long seed) {
    return new Victim(
        new Training(settings).train(Network.untrained(kind, seed), poisoned, seed).network(),
        "Trained here, %s, seed %d".formatted(settings, seed));
  }
}
