package org.metasift.sift.metasift;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.metasift.compute.Compute;
import org.metasift.compute.DivergedException;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.Architecture;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.device.Augment;
import org.metasift.nn.device.DeviceImages;
import org.metasift.sift.PlainTraining;
import org.metasift.sift.ViewScores;

/**
 * One sifter: its own network, weigher and order of batches. Several settings that warm up alike
 * share the warm-up: each goes on from it as it would have alone.
 */
final class SifterRun {
  private static final int CURVE = 200;

  private final List<MetaSift.Settings> variants;
  private final MetaSift.Settings settings; // what the warm-up needs of them is the same in all
  private final Architecture architecture;
  private final int number;
  private final SifterTask.Purpose purpose;
  private final ImageSet images;
  private final DeviceImages resident;

  SifterRun(
      List<MetaSift.Settings> variants,
      Architecture architecture,
      int number,
      SifterTask.Purpose purpose,
      ImageSet images,
      DeviceImages resident) {
    this.architecture = architecture;
    this.variants = variants;
    this.settings = variants.get(0);
    this.number = number;
    this.purpose = purpose;
    this.images = images;
    this.resident = resident;
  }

  List<Sifting> run(NDManager root, long seed) {
    final long opened = System.nanoTime();
    final long own = RandomStream.SIFTER.seed(seed, number);
    Compute.seed(own);
    final Network start = Network.untrained(architecture, own);
    final int epochs =
        settings.warmupEpochs() + variants.stream().mapToInt(MetaSift.Settings::siftEpochs).sum();
    try (LiveNetwork live = LiveNetwork.open(start, root);
        Progress progress =
            progress((long) PlainTraining.steps(images, settings.batchSize()) * epochs)) {
      final Adam adam = new Adam(live.parameters(), 0.9, 0.95, 0.05);
      final PlainTraining.WarmUp warmUp =
          training(live, adam, settings, progress)
              .warmUp(images, settings.warmupEpochs(), settings.warmupAccuracy(), own);
      final Start shared = new Start(live, adam, warmUp, seconds(opened));
      final List<Sifting> found = new ArrayList<>();
      for (final MetaSift.Settings variant : variants) {
        found.add(goOn(shared, variant, root, own, progress));
      }
      return found;
    }
  }

  /** What the variants go on from. */
  private record Start(LiveNetwork live, Adam adam, PlainTraining.WarmUp warmUp, double seconds) {}

  private Sifting goOn(
      Start from, MetaSift.Settings variant, NDManager root, long own, Progress progress) {
    final long began = System.nanoTime();
    try (LiveNetwork copy = LiveNetwork.open(from.live().snapshot(who()), root);
        Weigher weigher = Weigher.untrained(root, own)) {
      final Adam stepper = from.adam().copyFor(copy.parameters());
      final SplittableRandom order = RandomStream.SIFTING_BATCHES.from(own);
      final List<Double> losses = new ArrayList<>(from.warmUp().losses());
      losses.addAll(
          purpose.weighed()
              ? sift(copy, new SiftStep(copy, weigher, stepper, variant), variant, order, progress)
              : training(copy, stepper, variant, progress).train(variant.siftEpochs(), order));
      final Scores scores = score(copy, weigher, variant, RandomStream.VIEWS.from(own));
      return new Sifting(
          scores.costs(),
          scores.scores(),
          scores.curveCosts(),
          weigher.weigh(scores.curveCosts()),
          losses,
          from.warmUp().accuracy(),
          from.seconds() + seconds(began));
    }
  }

  private Progress progress(long steps) {
    return purpose == SifterTask.Purpose.COMPARISON
        ? Progress.passing("Sifter %d".formatted(number + 1), steps)
        : Progress.of(
            "%s %d of %d"
                .formatted(
                    purpose.weighed() ? "Sifter" : "Plain sifter", number + 1, settings.sifters()),
            steps);
  }

  private PlainTraining training(
      LiveNetwork live, Adam adam, MetaSift.Settings variant, Progress progress) {
    return new PlainTraining(
        who(),
        live,
        resident,
        adam,
        new PlainTraining.Pace(variant.learningRate(), variant.batchSize()),
        progress);
  }

  private List<Double> sift(
      LiveNetwork live,
      SiftStep siftStep,
      MetaSift.Settings variant,
      SplittableRandom random,
      Progress progress) {
    final List<Double> losses = new ArrayList<>();
    for (int epoch = 0; epoch < variant.siftEpochs(); epoch++) {
      for (final int[] batch : Batches.shuffled(images.size(), variant.batchSize(), random)) {
        try (NDManager step = live.manager().newSubManager()) {
          final NDArray x = resident.batch(step, batch);
          final SiftStep.Seen seen = siftStep.take(step, x, resident.labels(step, batch));
          check(seen, "epoch %d of the sifting".formatted(epoch + 1), variant);
          losses.add(seen.cost());
          progress.step("sifting, cost %.3f".formatted(seen.cost()));
        }
      }
    }
    return losses;
  }

  private String who() {
    return "sifter %d".formatted(number + 1);
  }

  /** The cost is the network's alone; its weighed sum is V's as well. */
  private void check(SiftStep.Seen seen, String where, MetaSift.Settings variant) {
    DivergedException.check(
        seen.cost(),
        who(),
        where,
        DivergedException.lower("learning rate", variant.learningRate()));
    DivergedException.check(
        seen.weighed(),
        "the weigher of " + who(),
        where,
        DivergedException.lower("v_lr", variant.weigherLearningRate()));
  }

  private static float[] negative(float... costs) {
    final float[] negative = new float[costs.length];
    for (int i = 0; i < costs.length; i++) {
      negative[i] = -costs[i];
    }
    return negative;
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  @SuppressWarnings("ArrayRecordComponent") // passed on at once
  private record Scores(float[] costs, float[] scores, float[] curveCosts) {}

  private Scores score(
      LiveNetwork live, Weigher weigher, MetaSift.Settings variant, SplittableRandom random) {
    final ViewScores views =
        ViewScores.of(
            images.size(),
            variant.views(),
            () -> Inference.costs(live, resident, Augment.reference(), random),
            seen -> purpose.weighed() ? weigher.weigh(seen) : negative(seen));
    final float[] costs = views.costs();
    final float[] scores = views.scores();
    float highest = 0;
    for (int i = 0; i < costs.length; i++) {
      check(new SiftStep.Seen(costs[i], scores[i]), "its last step", variant);
      highest = Math.max(highest, costs[i]);
    }
    final float[] grid = new float[CURVE];
    for (int k = 0; k < CURVE; k++) {
      grid[k] = highest * ((float) k / (CURVE - 1)); // ends exactly at the highest
    }
    return new Scores(costs, scores, grid);
  }
}
