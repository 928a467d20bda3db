package org.metasift.sift.metasift;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.metasift.compute.DeclaredSettings;
import org.metasift.compute.Setting;
import org.metasift.data.ImageSet;
import org.metasift.io.Records;
import org.metasift.nn.Architecture;
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
  private final SifterCrew crew;

  /** Meta-Sift with these settings and our ResNet-18. */
  public MetaSift(Settings settings) {
    this(settings, SifterCrew.resNet(settings));
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
    this.crew = new SifterCrew(settings, network);
  }

  /**
   * The settings of Meta-Sift. What each is stands beside it; of some there is more to say:
   *
   * @param profile the name of the preset it comes from, shown in every result
   * @param stride beyond what the size of the images asks for; 1 in the paper. With 2 the network
   *     looks at every other row and column, learns as much in an epoch, and takes a third of the
   *     time
   * @param warmupAccuracy how far the plain training goes on, from the accuracy of always naming
   *     the largest class to 1; 0 for the artifact's fixed number of epochs. The paper aims at an
   *     accuracy of about 0.5: with much less the costs say nothing yet, and that is where one
   *     epoch of a small set ends; with much more the network has learned the poison too
   * @param learningRate of AdamW (β 0.9 and 0.95, decay 0.05), and of the virtual step: in the
   *     reference the optimizer's rate overwrites its {@code meta_lr}, so there is no such setting
   *     here
   * @param views 1 in the reference. A poisoned image whose trigger happens to survive one crop and
   *     rotation rarely survives several, and a view costs a tenth of a sifter
   */
  public record Settings(
      String profile,
      @Setting(from = 1, to = 256, text = "Width of the ResNet-18") int width,
      @Setting(from = 1, to = 2, text = "Stride of its first convolution") int stride,
      @Setting(from = 1, to = 100, text = "Number of sifters that vote") int sifters,
      @Setting(from = 0, to = 1000, text = "Epochs of plain training before the sifting")
          int warmupEpochs,
      @Setting(
              from = 0,
              to = 1,
              text =
                  "Keep training until accuracy has covered this share of the way from always naming the largest class to 1, where 0 stops after the epochs")
          double warmupAccuracy,
      @Setting(from = 1, to = 1000, text = "Epochs of sifting") int siftEpochs,
      @Setting(from = 2, to = 65536, text = "Images per step", shown = "batch") int batchSize,
      @Setting(from = 0, to = 10, open = true, text = "Learning rate of networks", shown = "lr")
          double learningRate,
      @Setting(from = 0, to = 1000, open = true, text = "Learning rate of weighers", shown = "v_lr")
          double weigherLearningRate,
      @Setting(
              from = 1,
              to = 62,
              text = "Number of parameter arrays that the weigher's gradient goes through",
              shown = "top_k")
          int topK,
      @Setting(from = 1, to = 100, text = "How often a sifter scores an image, moved at random")
          int views)
      implements Serializable {
    /** Checks the ranges. */
    public Settings {
      DeclaredSettings.check(
          Settings.class,
          profile,
          width,
          stride,
          sifters,
          warmupEpochs,
          warmupAccuracy,
          siftEpochs,
          batchSize,
          learningRate,
          weigherLearningRate,
          topK,
          views);
    }

    /**
     * The artifact's: ResNet-18 of width 64, five sifters, one epoch each; for a GPU. Beyond it the
     * warm-up goes on, on small sets, to the accuracy that the paper aims at, and {@link #fittedTo}
     * suits {@code v_lr} to them.
     */
    public static Settings paper() {
      return Profiles.paper();
    }

    /** The same network at width 16 with a stride of 2, and four sifters; for a CPU. */
    public static Settings compact() {
      return Profiles.compact();
    }

    /**
     * The same for a quick run: networks of width 8 and stride 2, which at a learning rate of 1e-3
     * warm up in a few steps. On 3,000 images it takes about half of {@link #compact}'s time.
     */
    public Settings quick() {
      return Profiles.quick(this);
    }

    /** {@link #paper} where there is a GPU, else {@link #compact}. */
    public static Settings forThisMachine() {
      return Profiles.named("");
    }

    /**
     * The same for a set of this size. V needs about as many steps as an epoch of GTSRB has (307):
     * with fewer its learning rate grows in proportion, else it would not have learned by the end
     * which way to lean. Six digits are kept.
     */
    public Settings fittedTo(int images) {
      return withWeigherLearningRate(WeigherRate.fitted(this, images));
    }

    /** The settings that {@link #fittedTo} makes these of: for who chose the fitted rate. */
    public Settings unfittedFrom(int images) {
      return withWeigherLearningRate(WeigherRate.unfitted(this, images));
    }

    /**
     * A profile by its name.
     *
     * @param profile paper or compact; empty or null for {@link #forThisMachine}
     * @throws IllegalArgumentException when there is no such profile
     */
    public static Settings named(String profile) {
      return Profiles.named(profile);
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

    /** All of them, each to its last digit: what a run can be repeated from. */
    @Override
    public String toString() {
      return SettingsText.of(this);
    }
  }

  @Override
  public Ranking rank(ImageSet images, long seed) {
    final long start = System.nanoTime();
    Ranking.checkNotEmpty(images);
    final Architecture architecture = crew.networkFor(images);
    final double[] trust = Sifting.mean(crew.sift(images, architecture, seed, true));
    return Ranking.of(name(), SettingsText.of(settings, architecture), images, trust, seed, start);
  }

  /** As {@link #pick}, with what each sifter found. */
  public Outcome sift(ImageSet images, int budget, long seed) {
    final long start = System.nanoTime();
    BaseSet.checkBudget(images, budget);
    final Architecture architecture = crew.networkFor(images);
    final String described = SettingsText.of(settings, architecture);
    final List<Sifting> siftings = crew.sift(images, architecture, seed, true);
    final Ranking all = Ranking.of(name(), described, images, Sifting.mean(siftings), seed, start);
    return Outcome.of(all, siftings, images, budget);
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
    return SifterCrew.compare(variants, images, number, seed);
  }

  @Override
  public String settings() {
    return settings.toString();
  }

  @Override
  public Object plainSettings() {
    return settings;
  }

  @Override
  public String name() {
    return "Meta-Sift";
  }
}
