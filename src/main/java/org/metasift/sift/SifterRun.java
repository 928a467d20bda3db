package org.metasift.sift;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.metasift.data.Augment;
import org.metasift.data.Batches;
import org.metasift.data.DeviceImages;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.run.Compute;
import org.metasift.run.Progress;

/** One sifter: its own network, weigher and order of batches. */
final class SifterRun {
  private static final int CURVE = 200;
  private static final int ACCURACY_SAMPLE = 2000;

  private final MetaSift.Settings settings;
  private final int number;
  private final ImageSet images;
  private final DeviceImages resident;
  private final List<Double> losses = new ArrayList<>();

  SifterRun(MetaSift.Settings settings, int number, ImageSet images, DeviceImages resident) {
    this.settings = settings;
    this.number = number;
    this.images = images;
    this.resident = resident;
  }

  MetaSift.Sifting run(NDManager root, long seed) {
    final SplittableRandom random = new SplittableRandom(seed * 1000 + number);
    Compute.seed(random.nextInt());
    final Network start = Scout.untrained(settings.width(), images, random.nextLong());
    final long total =
        (long) Scout.steps(images, settings.batchSize())
            * (settings.warmupEpochs() + settings.siftEpochs());
    try (LiveNetwork live = LiveNetwork.open(start, root);
        Weigher weigher = Weigher.untrained(root, random.nextLong());
        Progress progress =
            Progress.of("Sifter %d of %d".formatted(number + 1, settings.sifters()), total)) {
      final Adam adam = new Adam(live.parameters(), 0.9, 0.95, 0.05);
      final double accuracy = warmUp(live, adam, random, progress);
      sift(live, adam, weigher, random, progress);
      return score(live, weigher, random, accuracy);
    }
  }

  private double warmUp(LiveNetwork live, Adam adam, SplittableRandom random, Progress progress) {
    losses.addAll(
        Scout.train(
            live,
            resident,
            adam,
            settings.learningRate(),
            settings.batchSize(),
            settings.warmupEpochs(),
            random,
            progress));
    final int[] looked = Batches.sample(images.size(), ACCURACY_SAMPLE, random);
    final int[] labels = Arrays.stream(looked).map(images::label).toArray();
    final int right = Inference.right(Inference.predict(live, resident, looked), labels);
    return (double) right / looked.length;
  }

  private void sift(
      LiveNetwork live, Adam adam, Weigher weigher, SplittableRandom random, Progress progress) {
    final SiftStep siftStep = new SiftStep(live, weigher, adam, settings);
    for (int epoch = 0; epoch < settings.siftEpochs(); epoch++) {
      for (final int[] batch : Batches.shuffled(images.size(), settings.batchSize(), random)) {
        try (NDManager step = live.manager().newSubManager()) {
          final NDArray x = resident.batch(step, batch);
          final SiftStep.Seen seen = siftStep.take(step, x, resident.labels(step, batch));
          losses.add(seen.cost());
          progress.step("sifting, cost %.3f".formatted(seen.cost()));
        }
      }
    }
  }

  private MetaSift.Sifting score(
      LiveNetwork live, Weigher weigher, SplittableRandom random, double accuracy) {
    final float[] costs = Inference.costs(live, resident, Augment.reference(), random);
    float highest = 0;
    for (final float cost : costs) {
      highest = Math.max(highest, cost);
    }
    final float[] grid = new float[CURVE];
    for (int k = 0; k < CURVE; k++) {
      grid[k] = highest * k / (CURVE - 1);
    }
    return new MetaSift.Sifting(
        costs, weigher.weigh(costs), grid, weigher.weigh(grid), List.copyOf(losses), accuracy);
  }
}
