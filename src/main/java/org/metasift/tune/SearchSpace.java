package org.metasift.tune;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.metasift.compute.DeclaredSettings;
import org.metasift.data.Batches;
import org.metasift.sift.metasift.MetaSift;

/**
 * The settings of one sifter that a search tries, around given ones: the network as given, of half
 * the width, and with the other stride; warm-ups as given, of two and three epochs, to an accuracy
 * of 20 % in whatever time that takes, and to 60 %; batches of full and half size, of a quarter and
 * an eighth where an epoch has fewer than 50 steps; once and three times the network's learning
 * rate; a weigher's learning rate of a third, one and three times what suits the number of steps
 * ({@link MetaSift.Settings#fittedTo}: the fewer steps, the larger); {@code top_k} 2 and 15; no
 * rates out of range. How many sifters vote is not a part of it: each further sifter's vote is
 * counted as it comes.
 */
final class SearchSpace {
  private static final double[] WEIGHER_RATES = {1, 1.0 / 3, 3};
  private static final long[] RATES = {1, 3};
  private static final int[] TOP_K = {15, 2};
  private static final int PER_WARM_UP = 2;
  private static final int FEW_STEPS = 50;
  private static final double SHORT = 0.2;
  private static final double LONG = 0.6;

  private SearchSpace() {}

  /**
   * Some points of the space, the given settings first. Two of each group that warms up alike are
   * tried together, because they share the warm-up.
   *
   * @param like the settings around which is searched, not fitted to the set's size
   * @param images in the set
   * @param count how many at most, at least 1
   */
  static List<MetaSift.Settings> draw(
      MetaSift.Settings like, int images, int count, SplittableRandom random) {
    final MetaSift.Settings one = like.withSifters(1);
    final double[] weigherRates = weigherRates(one, images);
    final List<MetaSift.Settings> warmUps = warmUps(one, images);
    final Set<MetaSift.Settings> drawn = new LinkedHashSet<>();
    drawn.add(one.fittedTo(images));
    for (final int k : Batches.permutation(warmUps.size(), random)) {
      for (int variant = 0; variant < PER_WARM_UP && drawn.size() < count; variant++) {
        final MetaSift.Settings warm = warmUps.get(k);
        drawn.add(
            warm.withTopK(TOP_K[random.nextInt(TOP_K.length)])
                .withWeigherLearningRate(
                    warm.weigherLearningRate() * weigherRates[random.nextInt(weigherRates.length)])
                .fittedTo(images));
      }
    }
    return List.copyOf(drawn);
  }

  /** How many points the whole space has: what a grid search would try. */
  static int size(MetaSift.Settings like, int images) {
    return warmUps(like, images).size() * TOP_K.length * weigherRates(like, images).length;
  }

  private static double[] weigherRates(MetaSift.Settings one, int images) {
    final double fitted = one.fittedTo(images).weigherLearningRate(); // smaller batches: smaller
    return DoubleStream.of(WEIGHER_RATES)
        .filter(rate -> allowed("weigherLearningRate", rate * fitted))
        .toArray();
  }

  private static boolean allowed(String setting, double value) {
    return DeclaredSettings.named(MetaSift.Settings.class, setting).allows(value);
  }

  private static List<MetaSift.Settings> warmUps(MetaSift.Settings one, int images) {
    final int full = one.batchSize();
    final IntStream batches =
        (images + full - 1) / full < FEW_STEPS
            ? IntStream.of(full, full / 2, full / 4, full / 8)
            : IntStream.of(full, full / 2);
    final int[] sizes = batches.map(size -> Math.max(2, size)).distinct().toArray();
    final List<MetaSift.Settings> warmUps = new ArrayList<>();
    for (final MetaSift.Settings network :
        List.of(
            one, one.withWidth(Math.max(1, one.width() / 2)), one.withStride(3 - one.stride()))) {
      for (final int batch : sizes) {
        for (final double rate : learningRates(one)) {
          final MetaSift.Settings as = network.withBatchSize(batch).withLearningRate(rate);
          warmUps.add(as);
          warmUps.add(as.withEpochs(2, one.siftEpochs()));
          warmUps.add(as.withEpochs(3, one.siftEpochs()));
          warmUps.add(as.withEpochs(0, one.siftEpochs()).withWarmupAccuracy(SHORT));
          warmUps.add(as.withWarmupAccuracy(LONG));
        }
      }
    }
    return warmUps;
  }

  private static double[] learningRates(MetaSift.Settings one) {
    return LongStream.of(RATES)
        .mapToObj(BigDecimal::valueOf)
        .mapToDouble(rate -> BigDecimal.valueOf(one.learningRate()).multiply(rate).doubleValue())
        .filter(rate -> allowed("learningRate", rate))
        .toArray();
  }
}
