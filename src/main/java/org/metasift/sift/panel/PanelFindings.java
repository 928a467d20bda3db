package org.metasift.sift.panel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.metasift.compute.CountedShare;
import org.metasift.data.ImageSet;
import org.metasift.data.MostOften;

/**
 * Where in a set the members of a panel find something: the answer to "is this set poisoned, and
 * where?", as far as they can give one.
 *
 * <p>A class stands out for its look by its images that look like another class to nearly all
 * networks: all but one of three or more ({@link ClassEvidence#misplaced}). The lower end of their
 * share's 95 % Wilson interval must be above an eighth, and above twice {@code usual}. And of these
 * images and those of other classes that look like this one ({@link ClassEvidence#arrivals}) taken
 * together, the former must be more than two thirds, by the lower end again: classes that are hard
 * to tell apart are taken for each other, while poison looks like the class it came from and
 * nothing looks like poison's label.
 *
 * <p>A class stands out for a pattern when the lower end of the share that lies three standard
 * deviations off along a fine pattern ({@link ClassEvidence#patterned}) is above a sixth. Classes
 * of fewer than twenty images never stand out, for patterns those of fewer than fifty. The set as a
 * whole stands out when {@code usual} is above a sixteenth, or when any image is rejected for a
 * pattern of all classes, which happens only where 15 % of the set lie off in it ({@link
 * FixedPattern}).
 *
 * @param classes one for each class of the set
 * @param networks how many networks name the class that an image looks like
 * @param patternsLookedFor whether a member looked for patterns
 * @param usual the median over classes of the share of misplaced images
 * @param patternedInSet how many images are rejected since they bear a pattern of the whole set
 * @param misplacedBy for each image, to how many networks it looks like another class
 * @param looksLike for each image, the other class that most of them name; -1 for none
 */
@SuppressWarnings("ArrayRecordComponent") // one number an image: lists would cost ten times
public record PanelFindings(
    List<ClassEvidence> classes,
    int networks,
    boolean patternsLookedFor,
    double usual,
    int patternedInSet,
    int[] misplacedBy,
    int[] looksLike) {
  private static final double MUCH = 0.125; // of a class
  private static final double ONE_WAY = 2.0 / 3; // of the images that go either way
  private static final double MUCH_PATTERNED = 1.0 / 6; // of a class
  private static final double UNUSUAL = 2; // times what is usual
  private static final double MUCH_EVERYWHERE = 0.0625; // of a usual class
  private static final int FEWEST_PATTERNED = 50; // of fewer, many lie off by chance
  private static final int MOST_NAMED = 3; // classes in the words

  /** What these members find in this set. */
  static PanelFindings of(ImageSet images, List<Opinion> opinions) {
    final int[][] nearest =
        opinions.stream().flatMap(one -> Arrays.stream(one.nearest())).toArray(int[][]::new);
    final int[] misplacedBy = new int[images.size()];
    final int[] looksLike = new int[images.size()];
    for (int i = 0; i < misplacedBy.length; i++) {
      final int image = i;
      final int label = images.label(i);
      misplacedBy[i] = (int) Arrays.stream(nearest).filter(one -> one[image] != label).count();
      looksLike[i] = mostNamed(nearest, label, images.classes(), image);
    }
    final int most = nearest.length < 3 ? Math.max(1, nearest.length) : nearest.length - 1;
    final int[][] misplaced = new int[images.classes()][];
    for (int c = 0; c < misplaced.length; c++) {
      misplaced[c] =
          IntStream.of(images.indicesOf(c)).filter(i -> misplacedBy[i] >= most).toArray();
    }
    final double usual = usual(images, misplaced);
    final int[] arrivals = new int[misplaced.length];
    Arrays.stream(misplaced).flatMapToInt(Arrays::stream).forEach(i -> arrivals[looksLike[i]]++);
    final Optional<Opinion> pattern = FixedPattern.inClasses(opinions);
    final List<ClassEvidence> classes = new ArrayList<>();
    for (int c = 0; c < misplaced.length; c++) {
      final int[] own = images.indicesOf(c);
      final int[] by = new int[nearest.length + 1];
      IntStream.of(own).forEach(i -> by[misplacedBy[i]]++);
      final int off =
          (int)
              IntStream.of(own)
                  .filter(i -> pattern.isPresent() && FixedPattern.liesOff(pattern.get(), i))
                  .count();
      classes.add(
          new ClassEvidence(
              c,
              own.length,
              IntStream.of(by).boxed().toList(),
              misplaced[c].length,
              mostNamed(nearest, c, images.classes(), misplaced[c]),
              arrivals[c],
              off,
              isMuchMisplaced(misplaced[c].length, own.length, arrivals[c], usual)
                  || isMuchPatterned(off, own.length)));
    }
    final int inSet =
        (int)
            IntStream.range(0, images.size())
                .filter(i -> opinions.stream().anyMatch(one -> one.rejects(i)))
                .count();
    return new PanelFindings(
        List.copyOf(classes),
        nearest.length,
        pattern.isPresent(),
        usual,
        inSet,
        misplacedBy,
        looksLike);
  }

  /** The class other than this one that the networks name most often for these images, or -1. */
  private static int mostNamed(int[][] nearest, int label, int classes, int... of) {
    final int[] counts = new int[classes];
    for (final int[] one : nearest) {
      for (final int i : of) {
        counts[one[i]] += one[i] == label ? 0 : 1;
      }
    }
    return MostOften.of(counts);
  }

  private static double usual(ImageSet images, int[]... misplaced) {
    return RobustDeviations.median(
        IntStream.range(0, misplaced.length)
            .filter(c -> images.indicesOf(c).length > 0)
            .mapToDouble(c -> (double) misplaced[c].length / images.indicesOf(c).length)
            .toArray());
  }

  private static boolean isMuchMisplaced(int count, int of, int arrivals, double usual) {
    return of >= Doubt.FEWEST
        && CountedShare.of(count, of).least() > Math.max(MUCH, UNUSUAL * usual)
        && CountedShare.of(count, count + arrivals).least() > ONE_WAY;
  }

  private static boolean isMuchPatterned(int count, int of) {
    return of >= FEWEST_PATTERNED && CountedShare.of(count, of).least() > MUCH_PATTERNED;
  }

  /** The classes that stand out, those with the most misplaced or patterned images first. */
  public List<ClassEvidence> standingOut() {
    return classes.stream()
        .filter(ClassEvidence::standsOut)
        .sorted(Comparator.comparingDouble(ClassEvidence::share).reversed())
        .toList();
  }

  /** Whether something stands out in a class or in the set. */
  public boolean anythingStandsOut() {
    return setStandsOut() || classes.stream().anyMatch(ClassEvidence::standsOut);
  }

  /** Whether something stands out in the set as a whole, whatever the class. */
  public boolean setStandsOut() {
    return usual > MUCH_EVERYWHERE || patternedInSet > 0;
  }

  /**
   * The answer in words.
   *
   * @param classNames of the set, by class
   */
  public String said(List<String> classNames) {
    final List<String> found = new ArrayList<>();
    if (patternedInSet > 0) {
      found.add(
          "%,d of all %,d images bear one pattern".formatted(patternedInSet, misplacedBy.length));
    }
    if (usual > MUCH_EVERYWHERE) {
      found.add(
          String.format(
              Locale.ROOT,
              "in a usual class %.0f %% of the images look like other classes to nearly all networks",
              100 * usual));
    }
    final List<ClassEvidence> out = standingOut();
    found.addAll(out.stream().limit(MOST_NAMED).map(one -> said(one, classNames)).toList());
    if (out.size() > MOST_NAMED) {
      final int more = out.size() - MOST_NAMED;
      found.add(more == 1 ? "one more class stands out" : more + " more classes stand out");
    }
    if (found.isEmpty() && networks == 0 && !patternsLookedFor) {
      return "No member looked for classes that stand out.";
    }
    if (found.isEmpty()) {
      return "No class stands out. Not seen this way: poison that keeps its true labels, poison that most networks see too little of, and wrong labels that go both ways between two classes.";
    }
    return "Something stands out: "
        + String.join("; ", found)
        + ". This may be poison, wrong labels, or images that are hard to tell apart: look at them first.";
  }

  private String said(ClassEvidence one, List<String> classNames) {
    final List<String> what = new ArrayList<>();
    if (isMuchMisplaced(one.misplaced(), one.images(), one.arrivals(), usual)) {
      what.add(
          String.format(
              Locale.ROOT,
              "%,d look like other classes to nearly all networks (most like '%s'; %.0f %% is usual)",
              one.misplaced(),
              classNames.get(one.takenFor()),
              100 * usual));
    }
    if (isMuchPatterned(one.patterned(), one.images())) {
      what.add("%,d lie off along a fine pattern".formatted(one.patterned()));
    }
    return what.stream()
        .collect(
            Collectors.joining(
                " and ",
                "of the %,d images of class '%s', "
                    .formatted(one.images(), classNames.get(one.label())),
                ""));
  }
}
