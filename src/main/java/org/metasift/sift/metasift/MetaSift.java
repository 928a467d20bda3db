package org.metasift.sift.metasift;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.metasift.compute.Compute;
import org.metasift.compute.Ranges;
import org.metasift.compute.TaskRunner;
import org.metasift.data.ImageSet;
import org.metasift.io.Records;
import org.metasift.nn.Architecture;
import org.metasift.nn.ResNet18;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.Sifter;

/**
 * Meta-Sift (Zeng et al., USENIX Security 2023): several sifters, each a network that warms up on
 * the set and then learns together with a weigher V which costs to trust; an image's trust is V of
 * its cost, averaged over the sifters.
 *
 * <p>An image is scored after a random crop and rotation, which costs a poisoned image more than a
 * clean one. Where we differ from the reference: every image gets its own score (there the offset
 * of the last batch is wrong and 41 scores land on other images), the number asked for is the
 * number picked, ties are broken at random, and the step needs first derivatives only ({@link
 * SiftStep}).
 */
public final class MetaSift implements Sifter {
  private final Settings settings;
  private final Function<ImageSet, ? extends Architecture> network;

  /** Meta-Sift with these settings and our ResNet-18. */
  public MetaSift(Settings settings) {
    this(settings, resNet(settings));
  }

  /**
   * Meta-Sift with another network, of which {@link Settings#width} and {@link Settings#stride} say
   * nothing then.
   *
   * @param network for the images of a set, such as {@code images -> OwnNetwork.around("mine",
   *     block, images)}; where it begins with a foreign block, {@code top_k} reaches two arrays at
   *     most. Unless it is serialisable its sifters run one after the other, on one device
   */
  public MetaSift(Settings settings, Function<ImageSet, ? extends Architecture> network) {
    this.settings = settings;
    this.network = network;
  }

  /**
   * All that Meta-Sift can be told.
   *
   * @param profile the name of the preset it comes from, shown in every result
   * @param width channels of the first stage of the ResNet-18, 1 to 256
   * @param stride of the network's first convolution, 1 or 2, beyond what the size of the images
   *     asks for; 1 in the paper. With 2 the network looks at every other row and column, learns as
   *     much in an epoch, and takes a third of the time
   * @param sifters how many sifters vote, 1 to 100
   * @param warmupEpochs epochs of plain training before the sifting, at least 0
   * @param warmupAccuracy goes on with the plain training until the accuracy is this far, 0 to 1,
   *     from that of always naming the largest class to 1; 0 for the artifact's fixed number of
   *     epochs. The paper aims at an accuracy of about 0.5: with much less the costs say nothing
   *     yet, and that is where one epoch of a small set ends; with much more the network has
   *     learned the poison too
   * @param siftEpochs epochs of sifting, at least 1
   * @param batchSize images a step, at least 2
   * @param learningRate of the network (AdamW, β 0.9 and 0.95, decay 0.05), and of the virtual
   *     step: in the reference the optimizer's rate overwrites its {@code meta_lr}, so there is no
   *     such setting here
   * @param weigherLearningRate of V ({@code v_lr}): the fewer steps, the larger
   * @param topK how many of the last parameter arrays the weigher's gradient goes through
   * @param views how often each sifter scores an image, each time moved at random, 1 to 100; 1 in
   *     the reference. A poisoned image whose trigger happens to survive one crop and rotation
   *     rarely survives several, and a view costs a tenth of a sifter
   */
  public record Settings(
      String profile,
      int width,
      int stride,
      int sifters,
      int warmupEpochs,
      double warmupAccuracy,
      int siftEpochs,
      int batchSize,
      double learningRate,
      double weigherLearningRate,
      int topK,
      int views)
      implements Serializable {
    /** Learning rates of the network are below this one. */
    public static final double LEARNING_RATE_BOUND = 10;

    /** Learning rates of the weigher are below this one. */
    public static final double WEIGHER_LEARNING_RATE_BOUND = 1000;

    private static final double FULL_STEPS = 307;
    private static final int QUICK_WIDTH = 8;
    private static final double QUICK_RATE = 1e-3;
    private static final double ENOUGH =
        0.35; // BadNets on the embedded signs has 0.4 after an epoch

    /** Checks the ranges. */
    public Settings {
      Ranges.within("width", width, 1, 256);
      Ranges.within("stride", stride, 1, 2);
      Ranges.within("sifters", sifters, 1, 100);
      Ranges.within("warmupEpochs", warmupEpochs, 0, 1000);
      Ranges.within("warmupAccuracy", warmupAccuracy, 0.0, 1.0);
      Ranges.within("siftEpochs", siftEpochs, 1, 1000);
      Ranges.within("batchSize", batchSize, 2, 65536);
      Ranges.between("learningRate", learningRate, 0, LEARNING_RATE_BOUND);
      Ranges.between("weigherLearningRate", weigherLearningRate, 0, WEIGHER_LEARNING_RATE_BOUND);
      Ranges.within("topK", topK, 1, 62);
      Ranges.within("views", views, 1, 100);
    }

    /**
     * The artifact's: ResNet-18 of width 64, five sifters, one epoch each; for a GPU. Beyond it the
     * warm-up goes on, on small sets, to the accuracy that the paper aims at, and {@link #fittedTo}
     * suits {@code v_lr} to them.
     */
    public static Settings paper() {
      return new Settings("paper", 64, 1, 5, 1, ENOUGH, 1, 128, 1e-4, 5e-4, 15, 1);
    }

    /** The same network at width 16 with a stride of 2, and four sifters; for a CPU. */
    public static Settings compact() {
      return new Settings("compact", 16, 2, 4, 1, ENOUGH, 1, 128, 1e-4, 5e-4, 15, 4);
    }

    /**
     * The same for a quick run: networks of width 8 and stride 2, which at a learning rate of 1e-3
     * warm up in a few steps. On 3,000 images it takes about half of {@link #compact}'s time.
     */
    public Settings quick() {
      return withWidth(QUICK_WIDTH).withStride(2).withLearningRate(QUICK_RATE);
    }

    /** {@link #paper} where there is a GPU, else {@link #compact}. */
    public static Settings forThisMachine() {
      return Compute.onGpu() ? paper() : compact();
    }

    /**
     * The same for a set of this size. V needs about as many steps as an epoch of GTSRB has (307):
     * with fewer its learning rate grows in proportion, else it would not have learned by the end
     * which way to lean. Six digits are kept.
     */
    public Settings fittedTo(int images) {
      return withWeigherLearningRate(
          BigDecimal.valueOf(weigherLearningRate * growth(images))
              .round(new MathContext(6))
              .doubleValue());
    }

    /** The settings that {@link #fittedTo} makes these of: for who chose the fitted rate. */
    public Settings unfittedFrom(int images) {
      return withWeigherLearningRate(weigherLearningRate / growth(images));
    }

    private double growth(int images) {
      final double steps = Math.ceil((double) images / batchSize) * siftEpochs;
      return Math.max(1, FULL_STEPS / steps);
    }

    /**
     * A profile by its name.
     *
     * @param profile paper or compact; empty or null for {@link #forThisMachine}
     * @throws IllegalArgumentException when there is no such profile
     */
    public static Settings named(String profile) {
      return switch (profile == null ? "" : profile.toLowerCase(Locale.ROOT)) {
        case "paper" -> paper();
        case "compact" -> compact();
        case "" -> forThisMachine();
        default ->
            throw new IllegalArgumentException(
                "--profile is '%s'; paper and compact are allowed".formatted(profile));
      };
    }

    /**
     * Reads settings that {@link #save} wrote.
     *
     * @throws org.metasift.data.BadDataException when the file is missing or damaged, or a value is
     *     out of range
     */
    public static Settings read(Path file) {
      return SettingsFile.read(file);
    }

    /** Writes the settings as JSON; the file appears under its name only when it is whole. */
    public void save(Path file) {
      SettingsFile.write(this, file);
    }

    /** What the warm-up depends on: equal for settings that warm up alike. */
    public List<Object> warmUp() {
      return List.of(width, stride, warmupEpochs, warmupAccuracy, batchSize, learningRate);
    }

    /** The same with another width. */
    public Settings withWidth(int value) {
      return Records.with(this, "width", value);
    }

    /** The same with another stride of the network's first convolution. */
    public Settings withStride(int value) {
      return Records.with(this, "stride", value);
    }

    /** The same with another number of sifters. */
    public Settings withSifters(int value) {
      return Records.with(this, "sifters", value);
    }

    /** The same with other numbers of epochs. */
    public Settings withEpochs(int warmup, int sift) {
      return Records.with(Records.with(this, "warmupEpochs", warmup), "siftEpochs", sift);
    }

    /** The same with another accuracy to warm up to; 0 for none. */
    public Settings withWarmupAccuracy(double value) {
      return Records.with(this, "warmupAccuracy", value);
    }

    /** The same with another batch size. */
    public Settings withBatchSize(int value) {
      return Records.with(this, "batchSize", value);
    }

    /** The same with another learning rate of the network. */
    public Settings withLearningRate(double value) {
      return Records.with(this, "learningRate", value);
    }

    /** The same with another learning rate of the weigher. */
    public Settings withWeigherLearningRate(double value) {
      return Records.with(this, "weigherLearningRate", value);
    }

    /** The same with another depth of the weigher's gradient. */
    public Settings withTopK(int value) {
      return Records.with(this, "topK", value);
    }

    /** The same with another number of views of each image. */
    public Settings withViews(int value) {
      return Records.with(this, "views", value);
    }

    /** The settings with the network that they are used for, if it is not ours. */
    String toString(Architecture network) {
      return network instanceof ResNet18 ? toString() : describe(network.toString());
    }

    /** All of them, each to its last digit: what a run can be repeated from. */
    @Override
    public String toString() {
      return describe("ResNet-18 width %d, stride %d".formatted(width, stride));
    }

    private String describe(String network) {
      return "%s: %d sifters, %s, %d%s + %d epochs, batch %d, lr %s, v_lr %s, top_k %d, %d views"
          .formatted(
              profile,
              sifters,
              network,
              warmupEpochs,
              upTo(warmupAccuracy),
              siftEpochs,
              batchSize,
              learningRate,
              plain(weigherLearningRate, 0),
              topK,
              views);
    }

    /** An accuracy to warm up to, in words and to its last digit; empty for 0. */
    static String upTo(double accuracy) {
      return accuracy > 0 ? " (to %s %%)".formatted(plain(accuracy, 2)) : "";
    }

    // all digits, so that the run can be repeated from its text; none beyond them
    private static String plain(double value, int powerOfTen) {
      return BigDecimal.valueOf(value)
          .movePointRight(powerOfTen)
          .stripTrailingZeros()
          .toPlainString();
    }
  }

  /**
   * What one sifter found.
   *
   * @param costs the cross entropy of each augmented image under its network, at the end; the mean
   *     over the views
   * @param scores V of each view's cost, in (0, 1), the mean over the views: higher = cleaner
   * @param weigherCosts costs from 0 to the largest seen, for drawing V
   * @param weigherScores V at those
   * @param losses the mean cost of the batch at each step, warm-up first
   * @param warmupAccuracy accuracy after the warm-up, 0 to 1, on up to 2,000 random images of the
   *     (poisoned) set
   * @param seconds what it took, its warm-up included though others may have shared that
   */
  @SuppressWarnings(
      "ArrayRecordComponent") // one number an image: lists would cost ten times the memory
  public record Sifting(
      float[] costs,
      float[] scores,
      float[] weigherCosts,
      float[] weigherScores,
      List<Double> losses,
      double warmupAccuracy,
      double seconds)
      implements Serializable {
    private static final double SPREAD = 0.02;

    /**
     * Whether V has learned to lean the right way: between the cost that a tenth of the images
     * stays below and the one that a tenth exceeds it falls by at least 0.02, and nowhere rises by
     * more than half of that fall. When it does not, the weigher had too few or too small steps:
     * raise {@code v_lr} or the epochs. In the compact profile on the small embedded set V falls by
     * 0.15 and 0.12 (seeds 0 and 1), with a third of its {@code v_lr} by 0.09 and 0.02, with a
     * sixtieth by 0.014 and -0.05: there it is still what its start was, which by luck may lean
     * either way, by 0.08 in one of ten.
     */
    public boolean decided() {
      return drop() >= SPREAD && 2 * largestRise() <= drop();
    }

    /** Whether V trusts low and high costs alike: between those two costs it varies by less. */
    public boolean flat() {
      final float[] middle = middle();
      float least = middle[0];
      float most = middle[0];
      for (final float weight : middle) {
        least = Math.min(least, weight);
        most = Math.max(most, weight);
      }
      return most - least < SPREAD;
    }

    /** How much V falls between those two costs; below 0 where it trusts high costs more. */
    public double drop() {
      final float[] middle = middle();
      return middle[0] - middle[middle.length - 1];
    }

    private double largestRise() {
      final float[] middle = middle();
      float least = middle[0];
      double rise = 0;
      for (final float weight : middle) {
        least = Math.min(least, weight);
        rise = Math.max(rise, weight - least);
      }
      return rise;
    }

    /** V from the lowest tenth of the costs to the highest. */
    private float[] middle() {
      final float[] sorted = costs.clone();
      Arrays.sort(sorted);
      final int tenth = sorted.length / 10;
      return Arrays.copyOfRange(
          weigherScores, at(sorted[tenth]), at(sorted[sorted.length - 1 - tenth]) + 1);
    }

    private int at(float cost) {
      int k = 0;
      while (k < weigherCosts.length - 1 && weigherCosts[k] < cost) {
        k++;
      }
      return k;
    }
  }

  /**
   * The pick and how it came about.
   *
   * @param base the base set of all sifters together
   * @param alone the base set each sifter would have picked alone
   * @param siftings what each sifter found
   */
  public record Outcome(BaseSet base, List<BaseSet> alone, List<Sifting> siftings) {
    /** How much all sifters together trust each image: what {@link MetaSift#rank} gives. */
    public Ranking ranking() {
      return new Ranking(
          base.sifter(),
          base.settings(),
          base.seed(),
          base.fingerprint(),
          mean(siftings),
          base.seconds());
    }

    /** As {@link Ranking#leastTrusted}, of all sifters together. */
    public int[] leastTrusted(int count) {
      return ranking().leastTrusted(count);
    }

    /**
     * How many sifters' weighers are flat or lean the wrong way; more than none is worth a warning.
     */
    public long undecided() {
      return siftings.stream().filter(sifting -> !sifting.decided()).count();
    }

    @Override
    public String toString() {
      final String accuracies =
          siftings.stream()
              .map(sifting -> "%.0f %%".formatted(100 * sifting.warmupAccuracy()))
              .collect(Collectors.joining(", "));
      final String weighers =
          undecided() == 0
              ? "every weigher trusts low costs more than high ones"
              : "WARNING: " + faults();
      return "%s%naccuracy after the warm-up, by sifter: %s (the paper aims at about 50 %%)%n%s"
          .formatted(base, accuracies, weighers);
    }

    /** What is wrong with the weighers, and what to do, in a sentence; empty where nothing is. */
    public String faults() {
      if (undecided() == 0) {
        return "";
      }
      final long flat = siftings.stream().filter(Sifting::flat).count();
      final long wrong = undecided() - flat;
      return Stream.of(
              flat == 0 ? "" : "%d flat (low and high costs are trusted alike)".formatted(flat),
              wrong == 0
                  ? ""
                  : "%d leaning the wrong way (higher costs are trusted more than lower ones)"
                      .formatted(wrong))
          .filter(fault -> !fault.isEmpty())
          .collect(
              Collectors.joining(
                  " and ",
                  "of %d weighers, ".formatted(siftings.size()),
                  ": raise v_lr or the epochs"));
    }
  }

  private static Function<ImageSet, ResNet18> resNet(Settings settings) {
    final int width = settings.width();
    final int stride = settings.stride();
    return (Function<ImageSet, ResNet18> & Serializable)
        images -> ResNet18.forImages(width, stride, images);
  }

  @Override
  public Ranking rank(ImageSet images, long seed) {
    final long start = System.nanoTime();
    Ranking.checkNotEmpty(images);
    final Architecture architecture = network.apply(images);
    final List<Sifting> siftings = siftings(images, architecture, seed, true);
    final String described = settings.toString(architecture);
    return Ranking.of(name(), described, images, mean(siftings), seed, start);
  }

  /** As {@link #pick}, with what each sifter found. */
  public Outcome sift(ImageSet images, int budget, long seed) {
    final long start = System.nanoTime();
    BaseSet.checkBudget(images, budget);
    final Architecture architecture = network.apply(images);
    final String described = settings.toString(architecture);
    final List<Sifting> siftings = siftings(images, architecture, seed, true);
    final List<BaseSet> alone = new ArrayList<>();
    for (final Sifting sifting : siftings) {
      final long began = System.nanoTime() - Math.round(1e9 * sifting.seconds());
      final double[] trust = mean(List.of(sifting));
      final String name = "Sifter " + (alone.size() + 1);
      alone.add(Ranking.of(name, described, images, trust, seed, began).best(images, budget));
    }
    final Ranking all = Ranking.of(name(), described, images, mean(siftings), seed, start);
    return new Outcome(all.best(images, budget), alone, siftings);
  }

  /** What the sifters find whose weighers are taken away; see {@link NoWeigher}. */
  List<Sifting> plain(ImageSet images, long seed) {
    return siftings(images, network.apply(images), seed, false);
  }

  private List<Sifting> siftings(
      ImageSet images, Architecture architecture, long seed, boolean weighed) {
    final boolean spread = settings.sifters() > 1 && network instanceof Serializable;
    try (TaskRunner runner =
        spread ? TaskRunner.here(images.pixelBytes()) : TaskRunner.inTurn()) {
      final MetaSift same = runner.slots() > 1 ? this : new MetaSift(settings, any -> architecture);
      final TaskRunner.Shared<ImageSet> shared = runner.share(images);
      final List<SifterTask> tasks =
          IntStream.range(0, settings.sifters())
              .mapToObj(k -> same.task(shared, k, seed, weighed))
              .toList();
      return runner
          .results(tasks, "Sifters on all GPUs", k -> "sifter %d".formatted(k + 1))
          .stream()
          .map(found -> found.get(0))
          .toList();
    }
  }

  /** What sifter {@code number} has to do. */
  SifterTask task(TaskRunner.Shared<ImageSet> images, int number, long seed, boolean weighed) {
    return new SifterTask(List.of(settings), network, images, number, weighed, false, seed);
  }

  /**
   * One sifter under several settings that warm up alike, for a comparison of the settings: what
   * sifter {@code number} of each would find, at the price of one warm-up.
   *
   * @param variants at least one; they may differ in the weigher's learning rate, {@code topK}, the
   *     epochs of sifting, the views and the number of sifters
   * @param number which of the sifters, from 0
   * @throws IllegalArgumentException when the variants do not warm up alike
   */
  public static List<Sifting> compare(
      List<Settings> variants, ImageSet images, int number, long seed) {
    if (variants.stream().map(Settings::warmUp).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "the settings %s do not warm up alike: width, stride, warm-up, batch size and learning rate must be equal"
              .formatted(variants));
    }
    final List<Sifting> found = new ArrayList<>();
    try (TaskRunner runner = TaskRunner.inTurn()) {
      new SifterTask(
              variants, resNet(variants.get(0)), runner.share(images), number, true, true, seed)
          .run(found::addAll);
    }
    return found;
  }

  /** The trust in each image by some sifters together: the mean of their scores, in (0, 1). */
  public static double[] mean(List<Sifting> siftings) {
    final double[] mean = new double[siftings.get(0).scores().length];
    for (final Sifting sifting : siftings) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += sifting.scores()[i] / siftings.size();
      }
    }
    return mean;
  }

  @Override
  public String settings() {
    return settings.toString();
  }

  @Override
  public int revision() {
    return 2; // draws from named streams
  }

  @Override
  public String name() {
    return "Meta-Sift";
  }
}
