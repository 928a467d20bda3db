package org.metasift.lab;

import ai.djl.ndarray.NDManager;
import java.util.stream.IntStream;
import org.metasift.compute.Compute;
import org.metasift.data.Split;
import org.metasift.defense.IBau;
import org.metasift.nn.Adam;
import org.metasift.nn.Architecture;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;
import org.metasift.nn.device.DeviceImages;
import org.metasift.sift.metasift.MetaSift;

/**
 * About how long a quick start takes on this machine, from a few training steps timed on it, the
 * fastest taken. The other kinds of step are counted in training steps, by ratios measured on a CPU
 * of two cores.
 */
public final class Outlook {
  private static final int BATCH = 128;
  // a batch of I-BAU: the search and the outer pass, then each pass of the fixed point
  private static final double UNLEARNING = 2.6;
  private static final double IMPLICIT = 2.9;
  private static final double PASSES = 1.3; // where a tolerance may end it early
  private static final int TIMED = 5;
  private static final double SIFTING = 1.5;
  private static final double EVALUATION = 0.27;

  private Outlook() {}

  /**
   * Minutes from the poisoned network to the last chart: one training, four purifications with a
   * base set each, five evaluations, one Meta-Sift.
   *
   * @param trains whether the victim is trained here, not loaded
   */
  public static double minutes(Split split, Plan plan, boolean trains) {
    final MetaSift.Settings sifting = plan.sifting();
    final double vgg = secondsPerStep(plan.victim(), split);
    final double resnet =
        secondsPerStep(ResNet18.forImages(sifting.width(), sifting.stride(), split.train()), split);
    final double steps = Math.ceil((double) split.train().size() / BATCH);
    // an image costs the same in a smaller batch, or nearly
    final double trained = trains ? plan.training().epochs() * steps * vgg : 0;
    final double purified =
        4.0
            * plan.budget()
            / BATCH
            * vgg
            * (plan.purifying().rounds() * (UNLEARNING + IMPLICIT * passes(plan.purifying()))
                + plan.purifying().settling() * EVALUATION);
    final double sifted =
        sifting.sifters()
            * steps
            * resnet
            * (sifting.warmupEpochs()
                + SIFTING * sifting.siftEpochs()
                + sifting.views() * EVALUATION);
    final double judged = 5.0 * 2 * split.test().size() / BATCH * EVALUATION * vgg;
    return (trained + purified + sifted + judged) / 60;
  }

  private static double passes(IBau.Settings settings) {
    return settings.tolerance() > 0
        ? Math.min(PASSES, settings.iterations())
        : settings.iterations();
  }

  /** The fastest of a few: the first ones warm up, and other work may come between. */
  private static double secondsPerStep(Architecture architecture, Split split) {
    final int[] batch = IntStream.range(0, Math.min(BATCH, split.train().size())).toArray();
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(Network.untrained(architecture, 0), root);
        DeviceImages images = DeviceImages.open(split.train().select(batch), root)) {
      final Adam adam = new Adam(live.parameters(), 0.9, 0.999, 0);
      double fastest = Double.POSITIVE_INFINITY;
      for (int k = 0; k < TIMED; k++) {
        final long start = System.nanoTime();
        Training.step(live, images, batch, adam, 1e-4);
        fastest = Math.min(fastest, (System.nanoTime() - start) / 1e9);
      }
      return fastest;
    }
  }
}
