package org.metasift.sift;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.metasift.data.Batches;
import org.metasift.data.DeviceImages;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;
import org.metasift.run.Compute;
import org.metasift.run.DivergedException;
import org.metasift.run.Progress;
import org.metasift.run.RandomStream;
import org.metasift.run.Ranges;

/**
 * A network trained plainly on the set under suspicion, for sifters that look at what it learned.
 * It remembers the last one it trained: sifters that share a scout share the work.
 */
public final class Scout {
  private static final int EPOCHS = 3;
  private static final double RATE = 1e-3;
  private static final int BATCH = 128;
  private static final int LOOKED_AT = 2000;
  private static final int LOOKS_AN_EPOCH = 20;
  private static final int MOST_FURTHER = 20; // epochs, for sets that nothing can be learned from

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
          Progress progress = Progress.of("Scout", (long) epochs * steps(images, BATCH))) {
        final Adam adam = new Adam(live.parameters(), 0.9, 0.999, 0.01);
        train("the scout", live, resident, adam, learningRate, BATCH, epochs, random, progress);
        trained = live.snapshot("the scout");
      }
      trainedOn = wanted;
    }
    return trained;
  }

  /** A new ResNet-18 of ours for the images of a set. */
  static Network untrained(int width, int stride, ImageSet images, long seed) {
    return Network.untrained(ResNet18.forImages(width, stride, images), seed);
  }

  /** How many steps an epoch has. */
  public static int steps(ImageSet images, int batchSize) {
    return Batches.inOrder(images.size(), batchSize).size();
  }

  /**
   * Trains for some epochs at a constant rate, on all images, in a new order each time.
   *
   * @param who learns, in case that it diverges
   * @return the mean cost of each step's batch
   */
  public static List<Double> train(
      String who,
      LiveNetwork live,
      DeviceImages images,
      Adam adam,
      double rate,
      int batchSize,
      int epochs,
      SplittableRandom random,
      Progress progress) {
    final List<Double> losses = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (final int[] batch : Batches.shuffled(images.size(), batchSize, random)) {
        final double loss =
            DivergedException.check(
                Training.step(live, images, batch, adam, rate),
                who,
                "epoch %d of its training".formatted(epoch + 1),
                remedy(rate));
        losses.add(loss);
        progress.step("training, loss %.3f".formatted(loss));
      }
    }
    return losses;
  }

  /**
   * What a warm-up left.
   *
   * @param losses the mean cost of each step's batch
   * @param accuracy at its end, 0 to 1, on up to 2,000 random images of the set
   */
  public record WarmUp(List<Double> losses, double accuracy) {}

  /**
   * Trains as above, and goes on until an accuracy is reached; it looks every few steps.
   *
   * @param least how far to go, 0 to 1: from the accuracy of always naming the largest class to 1,
   *     on the labels as they are; 0 goes no further
   * @param seed fixes the batches and the images that are looked at
   */
  public static WarmUp warmUp(
      String who,
      LiveNetwork live,
      ImageSet images,
      DeviceImages resident,
      Adam adam,
      double rate,
      int batchSize,
      int epochs,
      double least,
      long seed,
      Progress progress) {
    final SplittableRandom random = RandomStream.BATCHES.from(seed);
    final List<Double> losses =
        train(who, live, resident, adam, rate, batchSize, epochs, random, progress);
    final int[] looked =
        Batches.sample(images.size(), LOOKED_AT, RandomStream.WARM_UP_IMAGES.from(seed));
    final int[] labels = Arrays.stream(looked).map(images::label).toArray();
    double accuracy = accuracy(live, resident, looked, labels);
    final double goal = goal(least, images);
    final int apart = Math.max(3, Math.min(10, steps(images, batchSize) / LOOKS_AN_EPOCH));
    for (int epoch = 0; epoch < MOST_FURTHER && accuracy < goal; epoch++) {
      for (final int[] batch : Batches.shuffled(images.size(), batchSize, random)) {
        losses.add(
            DivergedException.check(
                Training.step(live, resident, batch, adam, rate),
                who,
                "epoch %d of its warm-up".formatted(epochs + epoch + 1),
                remedy(rate)));
        if (losses.size() % apart == 0) {
          accuracy = accuracy(live, resident, looked, labels);
        }
        if (accuracy >= goal) {
          break;
        }
        progress.tell(
            "warming up further, accuracy %.0f %% of %.0f %%"
                .formatted(100 * accuracy, 100 * goal));
      }
    }
    return new WarmUp(losses, accuracy);
  }

  /** The accuracy, 0 to 1, that a warm-up to {@code least} aims at. */
  public static double goal(double least, ImageSet images) {
    return least == 0 ? 0 : least + (1 - least) * shareOfLargest(images);
  }

  private static String remedy(double rate) {
    return DivergedException.lower("learning rate", rate);
  }

  private static double shareOfLargest(ImageSet images) {
    return (double) Arrays.stream(images.classCounts()).max().orElse(0) / images.size();
  }

  private static double accuracy(
      LiveNetwork live, DeviceImages resident, int[] looked, int[] labels) {
    return (double) Inference.right(Inference.predict(live, resident, looked), labels)
        / looked.length;
  }

  @Override
  public String toString() {
    return "ResNet-18 width %d, stride %d, %d epochs, batch %d, lr %s"
        .formatted(width, stride, epochs, BATCH, learningRate);
  }
}
