package org.metasift.sift.panel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.metasift.compute.Compute;
import org.metasift.compute.DivergedException;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.nn.Adam;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;
import org.metasift.nn.device.Augment;
import org.metasift.nn.device.DeviceImages;
import org.metasift.sift.PlainTraining;
import org.metasift.sift.ViewScores;

/**
 * A network that learns the labels of the set in one view, and finds suspicious what costs it much.
 *
 * @param view what it sees
 * @param early whether it stops as soon as it has learned the easy part of the set, as Meta-Sift's
 *     networks do; else it goes on for some epochs at a rate that rises and falls, on random crops
 * @param moved whether it says, beside what images cost as they are, what they cost on average when
 *     each is moved at random
 * @param settings of the panel's networks
 */
record NetworkMember(View view, boolean early, boolean moved, PanelNetworks settings)
    implements Member {
  private static final int CROP = 4; // pixels of 32
  private static final double RISE = 0.2; // of the steps

  @Override
  public String name() {
    return view + (early ? "" : ", later");
  }

  @Override
  public boolean hasAView(ImageSet images) {
    return view != View.GREY || images.channels() > 1;
  }

  @Override
  public List<Opinion> look(ImageSet images, long seed) {
    Compute.seed(seed);
    final Network start = Network.untrained(architecture(images), seed);
    final int steps =
        PlainTraining.steps(images, settings.batchSize()) * (early ? 2 : settings.laterEpochs());
    try (NDManager root = Compute.open();
        DeviceImages resident = DeviceImages.open(images, root);
        LiveNetwork live = LiveNetwork.open(start, root);
        Progress progress = Progress.of(name(), steps)) {
      final Adam adam = new Adam(live.parameters(), 0.9, 0.95, 0.05);
      boolean learned = true;
      if (early) {
        learned = learnTheEasyPart(live, adam, images, resident, seed, progress);
      } else {
        learnOn(live, adam, resident, steps, RandomStream.BATCHES.from(seed), progress);
      }
      final DeviceImages seen = resident.seenAs(view::of);
      final List<Opinion> opinions = new ArrayList<>();
      final Inference.Looks looks = Inference.looks(live, seen);
      final int[][] nearest =
          view.hides()
              ? new int[][] {LinearDiscriminant.nearest(images, looks.features())}
              : new int[0][];
      opinions.add(new Opinion(name(), looks.costs(), Double.POSITIVE_INFINITY, nearest, learned));
      if (moved) {
        final float[] costs = moved(live, resident, RandomStream.VIEWS.from(seed));
        opinions.add(new Opinion(name() + ", moved", costs, learned));
      }
      return opinions;
    }
  }

  @Override
  public MemberWork work() {
    return new MemberWork(
        early ? 2 : settings.laterEpochs(), early, moved ? 1 + settings.views() : 1);
  }

  private ResNet18 architecture(ImageSet images) {
    final ResNet18 whole = ResNet18.forImages(settings.width(), settings.stride(), images);
    return new ResNet18(
        whole.width(), view.channels(whole.channels()), whole.classes(), whole.stride());
  }

  /** Learns the easy part of the set, and one epoch more; whether it got as far as it should. */
  private boolean learnTheEasyPart(
      LiveNetwork live,
      Adam adam,
      ImageSet images,
      DeviceImages resident,
      long seed,
      Progress progress) {
    final DeviceImages seen = resident.seenAs(view::of);
    final PlainTraining.Pace pace =
        new PlainTraining.Pace(settings.learningRate(), settings.batchSize());
    final PlainTraining training = new PlainTraining(who(), live, seen, adam, pace, progress);
    final PlainTraining.WarmUp warmUp = training.warmUp(images, 1, settings.warmupAccuracy(), seed);
    training.train(1, RandomStream.SIFTING_BATCHES.from(seed));
    return warmUp.accuracy() >= PlainTraining.goal(settings.warmupAccuracy(), images);
  }

  private void learnOn(
      LiveNetwork live,
      Adam adam,
      DeviceImages resident,
      int steps,
      SplittableRandom random,
      Progress progress) {
    final DeviceImages cropped = resident.seenAs(batch -> view.of(crop(batch, random)));
    int done = 0;
    for (int epoch = 0; epoch < settings.laterEpochs(); epoch++) {
      for (final int[] batch : Batches.shuffled(resident.size(), settings.batchSize(), random)) {
        final double rate = settings.laterLearningRate() * height((done + 1.0) / (steps + 1));
        final double loss =
            DivergedException.check(
                Training.step(live, cropped, batch, adam, rate),
                who(),
                "epoch " + (epoch + 1),
                DivergedException.lower("learning rate", settings.laterLearningRate()));
        done++;
        progress.step("epoch %d, loss %.3f".formatted(epoch + 1, loss));
      }
    }
  }

  private static NDArray crop(NDArray batch, SplittableRandom random) {
    final long side = Math.max(batch.getShape().get(2), batch.getShape().get(3));
    return new Augment(padding(side), 0).apply(batch, random);
  }

  /** How far, in pixels, images of this side are moved at random: 4 of 32, at least 1. */
  static int padding(long side) {
    return (int) Math.max(1, side * CROP / 32);
  }

  /** How high the learning rate is, 0 to 1, after a share of the steps, 0 to 1. */
  static double height(double share) {
    return Math.min(share / RISE, (1 - share) / (1 - RISE));
  }

  private float[] moved(LiveNetwork live, DeviceImages resident, SplittableRandom random) {
    final DeviceImages seen =
        resident.seenAs(batch -> view.of(Augment.reference().apply(batch, random)));
    return ViewScores.of(
            resident.size(),
            settings.views(),
            () -> Inference.costs(live, seen),
            UnaryOperator.identity())
        .costs();
  }

  private String who() {
    return "the panel's network (%s)".formatted(name());
  }
}
