package org.metasift.sift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.metasift.compute.DivergedException;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Training;
import org.metasift.nn.device.DeviceImages;

/**
 * How sifters train a network on the set under suspicion: plainly, at a constant rate, for some
 * epochs or until it has learned the easy part of the set.
 *
 * @param who what learns, for the message if it diverges
 * @param live the network
 * @param images what it learns from
 * @param adam its optimiser
 * @param pace how fast it learns
 * @param progress told of each step
 */
public record PlainTraining(
    String who, LiveNetwork live, DeviceImages images, Adam adam, Pace pace, Progress progress) {
  private static final int LOOKED_AT = 2000;
  private static final int LOOKS_AN_EPOCH = 20;
  private static final int MOST_FURTHER = 20; // epochs, for sets that nothing can be learned from

  /**
   * How fast a network learns.
   *
   * @param rate the learning rate
   * @param batchSize images a step
   */
  public record Pace(double rate, int batchSize) {}

  /** How many steps an epoch has. */
  public static int steps(ImageSet images, int batchSize) {
    return Batches.inOrder(images.size(), batchSize).size();
  }

  /**
   * Trains for some epochs on all images, in a new order each time.
   *
   * @return the mean cost of each step's batch
   */
  public List<Double> train(int epochs, SplittableRandom random) {
    final List<Double> losses = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (final int[] batch : Batches.shuffled(images.size(), pace.batchSize(), random)) {
        final double loss = step(batch, "epoch %d of its training".formatted(epoch + 1));
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
   * Trains for some epochs, and goes on until an accuracy is reached; it looks every few steps.
   *
   * @param set the images, with their labels
   * @param least how far to go, 0 to 1: from the accuracy of always naming the largest class to 1,
   *     on the labels as they are; 0 goes no further
   * @param seed fixes the batches and the images that are looked at
   */
  public WarmUp warmUp(ImageSet set, int epochs, double least, long seed) {
    final SplittableRandom random = RandomStream.BATCHES.from(seed);
    final List<Double> losses = train(epochs, random);
    final int[] looked =
        Batches.sample(set.size(), LOOKED_AT, RandomStream.WARM_UP_IMAGES.from(seed));
    final int[] labels = Arrays.stream(looked).map(set::label).toArray();
    double accuracy = accuracy(looked, labels);
    final double goal = goal(least, set);
    final int apart = Math.max(3, Math.min(10, steps(set, pace.batchSize()) / LOOKS_AN_EPOCH));
    for (int epoch = 0; epoch < MOST_FURTHER && accuracy < goal; epoch++) {
      for (final int[] batch : Batches.shuffled(set.size(), pace.batchSize(), random)) {
        losses.add(step(batch, "epoch %d of its warm-up".formatted(epochs + epoch + 1)));
        if (losses.size() % apart == 0) {
          accuracy = accuracy(looked, labels);
        }
        if (accuracy >= goal) {
          break;
        }
        progress.tell(
            "training until %.0f %% accuracy, at %.0f %%".formatted(100 * goal, 100 * accuracy));
      }
    }
    return new WarmUp(losses, accuracy);
  }

  /** The accuracy, 0 to 1, that a warm-up to {@code least} aims at. */
  public static double goal(double least, ImageSet images) {
    return least == 0 ? 0 : least + (1 - least) * shareOfLargest(images);
  }

  private double step(int[] batch, String where) {
    return DivergedException.check(
        Training.step(live, images, batch, adam, pace.rate()),
        who,
        where,
        DivergedException.lower("learning rate", pace.rate()));
  }

  private static double shareOfLargest(ImageSet images) {
    return (double) Arrays.stream(images.classCounts()).max().orElse(0) / images.size();
  }

  private double accuracy(int[] looked, int[] labels) {
    return (double) Inference.right(Inference.predict(live, images, looked), labels)
        / looked.length;
  }
}
