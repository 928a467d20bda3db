package org.metasift.study;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.metasift.attack.PoisonedSet;
import org.metasift.compute.Ranges;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;

/**
 * Pictures for people to judge, in the order in which they are shown, and the truth about them.
 * Immutable.
 */
public final class Study {
  /** The file of a study's folder that holds all of it, the truth too. */
  public static final String FILE = "study.json";

  /** The file of a study's folder that raters open. */
  public static final String PAGE = "page.html";

  private final String title;
  private final ImageSet pictures;
  private final BitSet poisoned;
  private final int[] places;
  private final ImageSet example;
  private final int audited;

  Study(String title, ImageSet pictures, BitSet poisoned, int[] places, ImageSet example) {
    this(title, pictures, poisoned, places, example, 0);
  }

  Study(
      String title,
      ImageSet pictures,
      BitSet poisoned,
      int[] places,
      ImageSet example,
      int audited) {
    if (pictures.size() == 0) {
      throw new IllegalArgumentException("a study without a picture; at least one is needed");
    }
    StudyPage.checkFits(pictures.size(), pictures);
    this.title = title;
    this.pictures = pictures;
    this.poisoned = (BitSet) poisoned.clone();
    this.places = places.clone();
    this.example = example;
    this.audited = audited;
  }

  /**
   * Draws a study from a poisoned set.
   *
   * @param size how many pictures, at least 1
   * @param share of poisoned ones among them, 0 to 1; rounded to whole pictures
   * @param seed fixes the pictures and their order
   * @throws IllegalArgumentException when the set has too few clean or poisoned images, or the
   *     study would be larger than {@link StudyPage#most}
   */
  public static Study draw(PoisonedSet set, int size, double share, long seed) {
    Ranges.atLeast("size", size, 1);
    StudyPage.checkFits(size, set.images());
    Ranges.within("poisoned", share, 0, 1);
    final int bad = poisonedOf(size, share);
    final ImageSet images = set.images();
    final int[] places = set.drawIndices(size - bad, bad, seed);
    final BitSet poisoned = new BitSet(size);
    for (int k = 0; k < size; k++) {
      poisoned.set(k, set.isPoisoned(places[k]));
    }
    return new Study(
        "%s, %,d pictures".formatted(set.attack().name(), size),
        images.select(places),
        poisoned,
        places,
        example(set, places));
  }

  /** How many of {@code size} pictures are poisoned ones, at a share of 0 to 1. */
  public static int poisonedOf(int size, double share) {
    return (int) Math.round(size * share);
  }

  /** A clean image that is not among the pictures; none where all are. */
  private static ImageSet example(PoisonedSet set, int[] drawn) {
    final BitSet taken = new BitSet();
    Arrays.stream(drawn).forEach(taken::set);
    return set.images()
        .select(
            IntStream.range(0, set.images().size())
                .filter(i -> !set.isPoisoned(i) && !taken.get(i))
                .limit(1)
                .toArray());
  }

  /** A title for people; it does not tell which pictures are poisoned. */
  public String title() {
    return title;
  }

  /** How many pictures. */
  public int size() {
    return pictures.size();
  }

  /** The pictures in the order in which they are shown; picture number k + 1 is image k. */
  public ImageSet pictures() {
    return pictures;
  }

  /**
   * Whether image {@code k} of {@link #pictures} is poisoned; in an audit, whether it was planted.
   */
  public boolean isPoisoned(int k) {
    return poisoned.get(k);
  }

  /** How many pictures are poisoned. */
  public int poisonedCount() {
    return poisoned.cardinality();
  }

  /**
   * Where each picture stands in the set that the study was drawn from; empty for one that was
   * imported. With it a sifter's pick from that set becomes {@link Answers}.
   */
  public int[] places() {
    return places.clone();
  }

  /**
   * This study, if it was drawn from a set.
   *
   * @throws IllegalArgumentException when it was imported
   */
  public Study checkDrawn() {
    if (places.length == 0) {
      throw new IllegalArgumentException(
          "the study was imported: no sifter can pick from the set behind it");
    }
    return this;
  }

  /**
   * Of how many picked images this is an {@link Audit}; 0 where the truth about every picture is
   * known. In an audit it is known of the planted ones alone.
   */
  public int audited() {
    return audited;
  }

  /** Whether this is an {@link Audit}: nobody knows whether its other pictures are clean. */
  public boolean isAudit() {
    return audited > 0;
  }

  /** One clean image that is not in the study, for the instructions; empty where there is none. */
  public ImageSet example() {
    return example;
  }

  /** A hash of the pictures and labels, which distinguishes this study's answers from another's. */
  public String id() {
    return pictures.fingerprint();
  }

  /**
   * Writes {@link #FILE} and {@link #PAGE} into a folder, which is made where it is missing.
   *
   * @throws BadDataException when they cannot be written
   */
  public void save(Path folder) {
    StudyFile.write(this, folder);
  }

  /**
   * Reads a study from its folder.
   *
   * @throws BadDataException when there is none, or its file is damaged
   */
  public static Study load(Path folder) {
    return StudyFile.read(folder);
  }

  @Override
  public String toString() {
    if (isAudit()) {
      return "Audit of %,d of %,d picked images, with %,d planted among them: %s"
          .formatted(size() - poisonedCount(), audited, poisonedCount(), title);
    }
    return "Study of %,d pictures, %,d of them poisoned: %s"
        .formatted(size(), poisonedCount(), title);
  }
}
