package org.metasift.sift;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.metasift.data.ImageSet;
import org.metasift.io.Records;

/**
 * The images a sifter picked, most trusted first, with all it takes to repeat the pick.
 *
 * @param sifter the sifter's name
 * @param settings its settings, readable
 * @param seed the seed
 * @param fingerprint of the set it was picked from: {@link ImageSet#fingerprint}
 * @param picks the chosen images
 * @param leftOut classes from which none was chosen, because the sifter does not vouch for them
 * @param seconds how long it took
 */
public record BaseSet(
    String sifter,
    String settings,
    long seed,
    String fingerprint,
    List<Pick> picks,
    List<LeftOut> leftOut,
    double seconds) {
  /** The name of the file with everything, in the folder of a run. */
  public static final String FILE = "base_set.json";

  /** Copies the lists. */
  public BaseSet {
    picks = List.copyOf(picks);
    leftOut = List.copyOf(leftOut);
  }

  /** A base set that leaves no class out. */
  public BaseSet(
      String sifter,
      String settings,
      long seed,
      String fingerprint,
      List<Pick> picks,
      double seconds) {
    this(sifter, settings, seed, fingerprint, picks, List.of(), seconds);
  }

  /**
   * One chosen image.
   *
   * @param index in the set it was picked from
   * @param id the image's id there
   * @param label its label there
   * @param trust how much the sifter trusts it: higher = cleaner, comparable within one base set;
   *     files written before it was called so have it as score
   */
  public record Pick(int index, String id, int label, @JsonAlias("score") double trust) {}

  /**
   * A class that a sifter does not vouch for.
   *
   * @param label the class
   * @param share how many of its images the budget asked for
   * @param why in words for a person
   */
  public record LeftOut(int label, int share, String why) {}

  /**
   * How many images of each class a budget asks for; together as many as the budget.
   *
   * @throws IllegalArgumentException as {@link #checkBudget}
   */
  public static int[] shares(ImageSet images, int budget) {
    return ClassBudget.quotas(images, budget);
  }

  /**
   * Checks that a budget fits a set, as every sifter does before its work.
   *
   * @throws IllegalArgumentException unless it is at least one image a class and at most the set
   */
  public static void checkBudget(ImageSet images, int budget) {
    ClassBudget.quotas(images, budget);
  }

  /**
   * Reads a base set that {@link #save} wrote.
   *
   * @param json the file that {@code save} returned
   * @throws org.metasift.data.BadDataException when it is missing or damaged, or when the other
   *     files of the pick that lie beside it say something else
   */
  public static BaseSet read(Path json) {
    return BaseSetFile.read(json);
  }

  /**
   * As above, for a pick from {@code from}.
   *
   * @throws org.metasift.data.BadDataException also when an index, id or label is not one of that
   *     set; {@link #images} reports a different set
   */
  public static BaseSet read(Path json, ImageSet from) {
    return BaseSetFile.read(json, from);
  }

  /**
   * Writes {@code base_set.json} (everything), {@code base_set.csv} (rank, index, id, label, trust)
   * and {@code base_set.npy} (the indices, int64, the artifact's format) into a folder, which is
   * made where it is missing. Each file appears under its name only when it is whole.
   *
   * @return the JSON file, for {@link #read}
   * @throws org.metasift.data.BadDataException when the folder cannot be written
   */
  public Path save(Path folder) {
    return BaseSetFile.write(this, folder);
  }

  /**
   * Deletes the files that {@link #save} wrote into a folder; the folder and what else lies there
   * stay.
   *
   * @throws IOException when one of them cannot be deleted
   */
  public static void delete(Path folder) throws IOException {
    BaseSetFile.delete(folder);
  }

  /** The same with those picks alone of which this is true. */
  public BaseSet keeping(Predicate<Pick> wanted) {
    return Records.with(this, "picks", picks.stream().filter(wanted).toList());
  }

  /** How many images were picked. */
  public int size() {
    return picks.size();
  }

  /** Their indices in the set they were picked from, most trusted first. */
  public int[] indices() {
    return picks.stream().mapToInt(Pick::index).toArray();
  }

  /** As {@link #indices}, of the images with this label alone. */
  public int[] indicesOf(int label) {
    return picks.stream().filter(pick -> pick.label() == label).mapToInt(Pick::index).toArray();
  }

  /**
   * The picked images.
   *
   * @throws IllegalArgumentException when {@code from} is not the set they were picked from
   */
  public ImageSet images(ImageSet from) {
    checkPickedFrom(from);
    return from.select(indices());
  }

  void checkPickedFrom(ImageSet from) {
    if (!from.fingerprint().equals(fingerprint)) {
      throw new IllegalArgumentException(
          "this base set was picked from data %s, not from %s"
              .formatted(fingerprint, from.fingerprint()));
    }
  }

  @Override
  public String toString() {
    final String classes =
        leftOut.stream().map(one -> String.valueOf(one.label())).collect(Collectors.joining(", "));
    final String without =
        switch (leftOut.size()) {
          case 0 -> "";
          case 1 -> "; class " + classes + " was left out";
          default -> "; classes " + classes + " were left out";
        };
    return "%,d images picked by %s (%s, seed %d) from data %s in %.1f s%s"
        .formatted(size(), sifter, settings, seed, fingerprint, seconds, without);
  }
}
