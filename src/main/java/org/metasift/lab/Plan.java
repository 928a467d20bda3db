package org.metasift.lab;

import org.metasift.compute.NotebookOptions;
import org.metasift.data.Split;
import org.metasift.defense.IBau;
import org.metasift.nn.Architecture;
import org.metasift.nn.SmallVgg16;
import org.metasift.nn.Training;
import org.metasift.sift.metasift.MetaSift;

/**
 * The settings of a quick start, chosen for the data and the machine; each can be replaced.
 *
 * @param budget images of a base set
 * @param victim the network that is trained, where the artifact's checkpoint does not fit
 * @param training its training
 * @param purifying I-BAU's
 * @param sifting Meta-Sift's
 * @param indicative whether the figures are meant to be quick rather than good
 */
public record Plan(
    int budget,
    Architecture victim,
    Training.Settings training,
    IBau.Settings purifying,
    MetaSift.Settings sifting,
    boolean indicative) {
  private static final int QUICK_BUDGET = 384;
  private static final int QUICK_BATCH = 64; // as many steps as a larger base set would give
  private static final int QUICK_EPOCHS = 8;

  /** The plan for a data set, this machine's device and the launcher's options. */
  public static Plan of(Split split, NotebookOptions options) {
    final MetaSift.Settings profile = MetaSift.Settings.named(options.profile());
    final int images = split.train().size();
    final int channels = split.train().channels();
    final int classes = Math.max(2, split.train().classes());
    final MetaSift.Settings sifting = profile.fittedTo(images);
    final IBau.Settings purifying = IBau.Settings.usual(images);
    return options.quick()
        ? new Plan(
            QUICK_BUDGET,
            SmallVgg16.narrow(channels, classes),
            Training.Settings.ofSmallSets().withEpochs(QUICK_EPOCHS),
            purifying.withBatchSize(QUICK_BATCH),
            sifting.quick().withSifters(2),
            true)
        : new Plan(
            1000,
            new SmallVgg16(channels, classes),
            Training.Settings.standard(),
            purifying,
            sifting,
            false);
  }

  @Override
  public String toString() {
    return """
        budget     %,d images%s
        victim     %s, %s
        I-BAU      %s
        Meta-Sift  %s"""
        .formatted(
            budget,
            indicative ? "  (quick: the figures are indicative)" : "",
            victim,
            training,
            purifying,
            sifting);
  }
}
