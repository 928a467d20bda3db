package org.metasift.sift.baseline;

import ai.djl.ndarray.NDManager;
import java.util.SplittableRandom;
import org.metasift.compute.Compute;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.device.DeviceImages;
import org.metasift.sift.PlainTraining;
import org.metasift.sift.metasift.MetaSift;

/**
 * A network trained plainly on the set under suspicion, for sifters that look at what it learned.
 * It remembers the last one it trained: sifters that share a scout share the work.
 */
public final class Scout {
  private static final String WHO = "the scout";
  private static final int EPOCHS = 3;
  private static final double RATE = 1e-3;
  private static final int BATCH = 128;

  private final int width;
  private final int stride;
  private final int epochs;
  private final double learningRate;
  private String trainedOn = "";
  private Network trained;

  /**
   * A scout that has trained nothing yet.
   *
   * @param width channels of the first stage of the ResNet-18, 1 to 256
   * @param stride as {@link MetaSift.Settings#stride}, 1 or 2
   * @param epochs epochs of training, 1 to 1000
   * @param learningRate of AdamW
   */
  public Scout(int width, int stride, int epochs, double learningRate) {
    this.width = Ranges.within("width", width, 1, 256);
    this.stride = Ranges.within("stride", stride, 1, 2);
    this.epochs = Ranges.within("epochs", epochs, 1, 1000);
    this.learningRate = Ranges.between("learningRate", learningRate, 0, 10);
  }

  /** Width 16, a stride of 2, three epochs. */
  public static Scout compact() {
    return like(MetaSift.Settings.compact());
  }

  /** As {@link #compact}, with the network of Meta-Sift's settings: a comparison of equals. */
  public static Scout like(MetaSift.Settings settings) {
    return new Scout(settings.width(), settings.stride(), EPOCHS, RATE);
  }

  /** The network for this set and seed: trained now, unless it was the last one. */
  synchronized Network network(ImageSet images, long seed) {
    final String wanted = images.fingerprint() + " " + seed;
    if (!wanted.equals(trainedOn)) {
      final long own = RandomStream.SCOUT.seed(seed);
      final SplittableRandom random = RandomStream.BATCHES.from(own);
      Compute.seed(own);
      final Network start = untrained(width, stride, images, own);
      try (NDManager root = Compute.open();
          LiveNetwork live = LiveNetwork.open(start, root);
          DeviceImages resident = DeviceImages.open(images, root);
          Progress progress =
              Progress.of("Scout", (long) epochs * PlainTraining.steps(images, BATCH))) {
        final Adam adam = new Adam(live.parameters(), 0.9, 0.999, 0.01);
        new PlainTraining(
                WHO, live, resident, adam, new PlainTraining.Pace(learningRate, BATCH), progress)
            .train(epochs, random);
        trained = live.snapshot(WHO);
      }
      trainedOn = wanted;
    }
    return trained;
  }

  /** A new ResNet-18 of ours for the images of a set. */
  static Network untrained(int width, int stride, ImageSet images, long seed) {
    return Network.untrained(ResNet18.forImages(width, stride, images), seed);
  }

  /** Its settings as records and keys hold them. */
  ScoutSettings plainSettings() {
    return new ScoutSettings(width, stride, epochs, BATCH, learningRate);
  }

  @Override
  public String toString() {
    return plainSettings().toString();
  }
}
