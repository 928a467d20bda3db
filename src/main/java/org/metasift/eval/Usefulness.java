package org.metasift.eval;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.DeviceImages;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;
import org.metasift.run.Compute;
import org.metasift.sift.BaseSet;
import org.metasift.sift.ClassRanks;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How useful a base set is, beside how clean: whether its images are only the easy ones, and what a
 * network learns from them alone. A base set of easy images can be spotless and teach little.
 */
public final class Usefulness {
  private static final int WIDTH = 16;
  private static final int STRIDE = 2;

  // of both networks: small sets take many passes
  private static final Training.Settings TRAINING = new Training.Settings(20, 32, 3e-3, 0.01);

  private final Split clean;
  private final Training training;
  private final double[] ranks;

  /**
   * Gets ready to judge picks from a set: trains a network on its test part, which has no part in
   * the picks and no poison.
   *
   * @param clean the images before any attack
   * @param seed fixes the network
   */
  public Usefulness(Split clean, long seed) {
    this(clean, TRAINING, seed);
  }

  Usefulness(Split clean, Training.Settings training, long seed) {
    this.clean = clean;
    this.training = new Training(training);
    this.ranks = shares(clean.train(), costs(trained(clean.test(), seed), clean.train()));
  }

  /**
   * The mean difficulty of the picked images, as they were before an attack: 0 for the easiest of
   * their class, 1 for the hardest; 0.5 = like the class. An image's difficulty is the rank of its
   * cost, under a network trained on other images, among those of its right label.
   *
   * @param base a pick from these images, poisoned or not
   */
  public double difficulty(BaseSet base) {
    return Arrays.stream(base.indices()).mapToDouble(i -> ranks[i]).average().orElse(Double.NaN);
  }

  /**
   * The accuracy on the test part of a network that learned from the base set alone, labels as they
   * are in it.
   *
   * @param images the set that was picked from
   * @param seed fixes the network and its batches
   */
  public Figure accuracyAlone(BaseSet base, ImageSet images, long seed) {
    return Metrics.acc(trained(base.images(images), seed), clean.test());
  }

  /**
   * A pick, judged.
   *
   * @param pick its sifter
   * @param images how many were picked
   * @param poisoned how many of them are poisoned
   * @param difficulty as {@link Usefulness#difficulty}, 0 to 1
   * @param accuracyAlone as {@link Usefulness#accuracyAlone}, in percent
   */
  public record Row(
      String pick, int images, int poisoned, double difficulty, double accuracyAlone) {}

  /**
   * Judges picks from one set.
   *
   * @param truth of the set that all of them were picked from
   * @param seed as {@link #accuracyAlone}
   */
  public List<Row> rows(PoisonedSet truth, List<BaseSet> picks, long seed) {
    return picks.stream()
        .map(
            pick ->
                new Row(
                    pick.sifter(),
                    pick.size(),
                    truth.poisonedAmong(pick.indices()),
                    difficulty(pick),
                    accuracyAlone(pick, truth.images(), seed).percent()))
        .toList();
  }

  /** The rows as a table: pick, images, poisoned, difficulty, accuracy alone (%). */
  public static Table table(List<Row> rows) {
    return Table.create(
        "Usefulness",
        StringColumn.create("pick", rows.stream().map(Row::pick).toList()),
        IntColumn.create("images", rows.stream().mapToInt(Row::images).toArray()),
        IntColumn.create("poisoned", rows.stream().mapToInt(Row::poisoned).toArray()),
        DoubleColumn.create("difficulty", rows.stream().mapToDouble(Row::difficulty).toArray()),
        DoubleColumn.create(
            "accuracy alone (%)", rows.stream().mapToDouble(Row::accuracyAlone).toArray()));
  }

  private Network trained(ImageSet images, long seed) {
    final Network start = Network.untrained(ResNet18.forImages(WIDTH, STRIDE, images), seed);
    return training.train(start, images, seed).network();
  }

  private static float[] costs(Network network, ImageSet images) {
    try (NDManager root = Compute.open();
        LiveNetwork live = LiveNetwork.open(network, root);
        DeviceImages resident = DeviceImages.open(images, root)) {
      return Inference.costs(live, resident);
    }
  }

  /** Of each image the share of its class that costs less, and half of what costs the same. */
  private static double[] shares(ImageSet images, float... costs) {
    final double[] ranks = ClassRanks.of(images, costs);
    final int[] counts = images.classCounts();
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = (ranks[i] - 0.5) / counts[images.label(i)];
    }
    return ranks;
  }
}
