package org.metasift.experiment;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.metasift.attack.PoisonedSet;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.defense.Defense;
import org.metasift.eval.Figure;
import org.metasift.eval.Metrics;
import org.metasift.nn.Inference;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;
import org.metasift.nn.Victim;
import org.metasift.nn.device.DeviceImages;
import org.metasift.sift.BaseSet;
import org.metasift.sift.ClassRanks;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How useful a base set is, beside how clean: whether its images are only the easy ones, what a
 * network learns from them alone, and what a defence achieves with them. A base set of easy images
 * can be spotless and teach little.
 */
public final class Usefulness {
  private static final int WIDTH = 16;
  private static final int STRIDE = 2;

  // of both networks: small sets take many passes
  private static final Training.Settings TRAINING = new Training.Settings(20, 32, 3e-3, 0.01);

  /** What stands for the network that was trained on the poisoned set, as it is. */
  public static final String NO_DEFENCE = "no defence";

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
   * A pick, judged. In percent what is not said otherwise; null where there is no such figure.
   *
   * @param pick its sifter, or {@link #NO_DEFENCE}
   * @param images how many were picked
   * @param poisoned how many of them are poisoned
   * @param difficulty as {@link Usefulness#difficulty}, 0 to 1
   * @param accuracyAlone as {@link Usefulness#accuracyAlone}
   * @param acc the accuracy of a network trained on the poisoned set, after a defence with the pick
   * @param asr its attack success rate; null where the attack has no aim
   */
  public record Row(
      String pick,
      int images,
      int poisoned,
      Double difficulty,
      Double accuracyAlone,
      double acc,
      Double asr) {}

  /**
   * Judges picks from one set: how difficult they are, what a network learns from them alone, and
   * what a defence makes with them of a network that was trained on the whole set. That network, as
   * it is, has the first row.
   *
   * @param truth of the set that all of them were picked from
   * @param seed as {@link #accuracyAlone}; also of the network and of the defence
   */
  public List<Row> rows(PoisonedSet truth, List<BaseSet> picks, Defense defense, long seed) {
    final Network victim = Victim.trainedOn(truth.images(), Training.Settings.standard(), seed);
    return rows(truth, picks, victim, defense, seed);
  }

  /** The same with a network that has learned the poisoned set already. */
  List<Row> rows(
      PoisonedSet truth, List<BaseSet> picks, Network victim, Defense defense, long seed) {
    final ImageSet images = truth.images();
    final List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            NO_DEFENCE, 0, 0, null, null, acc(victim), Metrics.asrOf(victim, truth, clean.test())));
    for (final BaseSet pick : picks) {
      final Network purified = defense.purify(victim, pick.images(images), seed);
      rows.add(
          new Row(
              pick.sifter(),
              pick.size(),
              truth.poisonedAmong(pick.indices()),
              difficulty(pick),
              accuracyAlone(pick, images, seed).percent(),
              acc(purified),
              Metrics.asrOf(purified, truth, clean.test())));
    }
    return rows;
  }

  private double acc(Network network) {
    return Metrics.acc(network, clean.test()).percent();
  }

  /**
   * The rows as a table: pick, images, poisoned, difficulty, accuracy alone (%), ACC and ASR after
   * the defence (%); missing where there is no figure.
   *
   * @param defense the one that the rows were made with
   */
  public static Table table(List<Row> rows, Defense defense) {
    return Table.create(
        "Usefulness",
        StringColumn.create("pick", rows.stream().map(Row::pick).toList()),
        IntColumn.create("images", rows.stream().mapToInt(Row::images).toArray()),
        IntColumn.create("poisoned", rows.stream().mapToInt(Row::poisoned).toArray()),
        numbers("difficulty", rows, Row::difficulty),
        numbers("accuracy alone (%)", rows, Row::accuracyAlone),
        numbers("ACC after %s (%%)".formatted(defense.name()), rows, Row::acc),
        numbers("ASR after %s (%%)".formatted(defense.name()), rows, Row::asr));
  }

  private static DoubleColumn numbers(String name, List<Row> rows, Function<Row, Double> of) {
    final DoubleColumn column = DoubleColumn.create(name);
    rows.forEach(row -> column.append(of.apply(row)));
    return column;
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
