package org.metasift.sift;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.metasift.compute.DivergedException;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;

/**
 * How much a sifter trusts every image of a set, with all it takes to repeat it.
 *
 * <p>Every sifter compares the images of one label. Across labels the numbers mean the same where
 * they are costs of one network, or made of them (Meta-Sift, with its weigher or without,
 * Loss-Scan, Self-IF), less where they are distances (DCM and MI-DCM, which trust scattered classes
 * less), and nothing where each class is measured by itself (SF-Least, the panel).
 *
 * @param sifter the sifter's name
 * @param settings its settings, readable
 * @param seed the seed
 * @param fingerprint of the set that was ranked: {@link ImageSet#fingerprint}
 * @param trust one number an image, in the order of the set, finite; higher = cleaner, comparable
 *     among the images of one label within this ranking
 * @param doubted classes that the sifter does not vouch for: of them {@link #best} picks none
 * @param seconds how long it took
 */
@SuppressWarnings("ArrayRecordComponent") // one number an image: lists would cost ten times
public record Ranking(
    String sifter,
    String settings,
    long seed,
    String fingerprint,
    double[] trust,
    List<Doubted> doubted,
    double seconds) {
  /** The name of the file with the trust in every image, in the folder of a run. */
  public static final String FILE = "trust.csv";

  /**
   * A class that a sifter does not vouch for.
   *
   * @param label the class
   * @param why in words for a person
   */
  public record Doubted(int label, String why) {}

  /** Of a sifter that vouches for all classes. */
  public Ranking(
      String sifter,
      String settings,
      long seed,
      String fingerprint,
      double[] trust,
      double seconds) {
    this(sifter, settings, seed, fingerprint, trust, List.of(), seconds);
  }

  /**
   * Checks that the trust is finite.
   *
   * @throws DivergedException when it is not: the order would be chance
   */
  public Ranking {
    doubted = List.copyOf(doubted);
    final long wrong = DoubleStream.of(trust).filter(one -> !Double.isFinite(one)).count();
    if (wrong > 0) {
      throw new DivergedException(
          "%s gives %,d of %,d images a trust that is not a finite number: its network diverged; lower the learning rate (%s)"
              .formatted(sifter, wrong, trust.length, settings));
    }
  }

  /**
   * Checks that there is something to rank, as every sifter does before its work.
   *
   * @throws IllegalArgumentException for an empty set
   */
  public static void checkNotEmpty(ImageSet images) {
    if (images.size() == 0) {
      throw new IllegalArgumentException("the set is empty: there is no image to rank");
    }
  }

  /**
   * What every sifter ends with.
   *
   * @param trust one number an image, which is kept, not copied; higher = cleaner
   * @param start when the sifter began, {@link System#nanoTime}
   * @throws DivergedException when a number is not finite
   */
  public static Ranking of(
      String sifter, String settings, ImageSet images, double[] trust, long seed, long start) {
    return new Ranking(
        sifter, settings, seed, images.fingerprint(), trust, (System.nanoTime() - start) / 1e9);
  }

  /** The same ranking, of a sifter that does not vouch for these classes. */
  public Ranking doubting(List<Doubted> classes) {
    return new Ranking(sifter, settings, seed, fingerprint, trust, classes, seconds);
  }

  /**
   * The most trusted images of each class: its share of the budget. Equally trusted ones are taken
   * in a random order fixed by the seed. The share of a doubted class is not spent.
   *
   * @param images the set that was ranked
   * @param budget how many to pick: one image a class up to the whole set
   * @throws IllegalArgumentException for a budget out of range, and for another set
   */
  public BaseSet best(ImageSet images, int budget) {
    checkRanked(images);
    final int[] shares = BaseSet.shares(images, budget);
    final Set<Integer> without = doubted.stream().map(Doubted::label).collect(Collectors.toSet());
    return new BaseSet(
        sifter,
        settings,
        seed,
        fingerprint,
        ClassBudget.best(images, trust, budget, seed).stream()
            .filter(pick -> !without.contains(pick.label()))
            .toList(),
        doubted.stream()
            .map(one -> new BaseSet.LeftOut(one.label(), shares[one.label()], one.why()))
            .toList(),
        seconds);
  }

  /**
   * The images that are trusted least, least first: the first ones to look at in a suspicious set.
   * Equally trusted ones are in the order of the set.
   *
   * @param count how many, 0 to as many as there are
   */
  public int[] leastTrusted(int count) {
    Ranges.within("count", count, 0, trust.length);
    return IntStream.range(0, trust.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> trust[i]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Writes {@link #FILE} into a folder, which is made where it is missing: index, id, label and
   * trust of every image, in the order of the set. The file appears under its name only when it is
   * whole. Beside the {@linkplain BaseSet#save base set} that was picked it can be {@link #read}.
   *
   * @param images the set that was ranked
   * @return the file
   * @throws org.metasift.data.BadDataException when the folder cannot be written
   * @throws IllegalArgumentException when another set was ranked
   */
  public Path save(Path folder, ImageSet images) {
    checkRanked(images);
    return RankingFile.write(this, images, folder);
  }

  /**
   * Reads a ranking that {@link #save} wrote.
   *
   * @param csv the file that {@code save} returned
   * @param images the set that was ranked
   * @param base what was picked from it, which says who ranked it
   * @throws org.metasift.data.BadDataException when the file is missing or damaged, is of other
   *     images, or gives a picked image another trust
   * @throws IllegalArgumentException when the base set was picked from another set
   */
  public static Ranking read(Path csv, ImageSet images, BaseSet base) {
    base.checkPickedFrom(images);
    return RankingFile.read(csv, images, base);
  }

  /**
   * Reads the trust alone, whoever ranked the images: columns index, label and trust, a line for
   * each image, among other columns and in any order.
   *
   * @return one number an image, in the order of the set
   * @throws org.metasift.data.BadDataException when the file is missing or damaged, or is of other
   *     images
   */
  public static double[] readTrust(Path csv, ImageSet images) {
    return RankingFile.trust(csv, images);
  }

  /** How many images were ranked. */
  public int size() {
    return trust.length;
  }

  /**
   * Checks that a set is the one that was ranked.
   *
   * @throws IllegalArgumentException when it is another
   */
  public void checkRanked(ImageSet images) {
    if (!images.fingerprint().equals(fingerprint)) {
      throw new IllegalArgumentException(
          "this ranking is of data %s, not of %s".formatted(fingerprint, images.fingerprint()));
    }
  }

  @Override
  public String toString() {
    return "%,d images ranked by %s (%s, seed %d), data %s, in %.1f s"
        .formatted(size(), sifter, settings, seed, fingerprint, seconds);
  }
}
