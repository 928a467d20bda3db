package org.metasift.data.signs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which signs are drawn for one part of a set, how often each is seen, and where its frames lie.
 *
 * @param part "train" or "test"
 * @param images how many in all
 * @param byClass the tracks of each class, by label
 */
record SignPlan(String part, int images, List<List<SignPlan.Track>> byClass) {
  /**
   * One physical sign.
   *
   * @param folder of its frames' ids
   * @param first index of its first frame in the part
   * @param frames how many, at least 1
   * @param seed of everything that is random about it
   */
  record Track(String folder, int first, int frames, long seed) {
    String id(int frame) {
      return "%s/frame%02d".formatted(folder, frame);
    }
  }

  static SignPlan train(SignSet.Size size, long seed) {
    return plan(
        "train",
        SignDice.seed(seed, 0),
        counts(size.train, size.leastTrain),
        size.shortest,
        size.longest);
  }

  /** Tracks half as long as in training: twice as many different signs for as many images. */
  static SignPlan test(SignSet.Size size, long seed) {
    return plan(
        "test",
        SignDice.seed(seed, 1),
        counts(size.test, size.leastTest),
        (size.shortest + 1) / 2,
        (size.longest + 1) / 2);
  }

  List<Track> tracks(int label) {
    return byClass.get(label);
  }

  private static SignPlan plan(String part, long seed, int[] counts, int shortest, int longest) {
    final List<List<Track>> byClass = new ArrayList<>();
    int first = 0;
    for (int label = 0; label < counts.length; label++) {
      final long classSeed = SignDice.seed(seed, label);
      final SignDice dice = new SignDice(SignDice.seed(classSeed, -1));
      final List<Track> tracks = new ArrayList<>();
      final int end = first + counts[label];
      while (first < end) {
        final int frames = Math.min(end - first, dice.whole(shortest, longest));
        final String folder = "signs/%s/%02d/track%03d".formatted(part, label, tracks.size());
        tracks.add(new Track(folder, first, frames, SignDice.seed(classSeed, tracks.size())));
        first += frames;
      }
      byClass.add(List.copyOf(tracks));
    }
    return new SignPlan(part, first, List.copyOf(byClass));
  }

  /** Images of each class: GTSRB's training counts scaled to {@code total}, but not under least. */
  private static int[] counts(int total, int least) {
    final int[] real = SignClasses.trainingCounts();
    final double scale = total / (double) IntStream.of(real).sum();
    return IntStream.of(real).map(n -> Math.max(least, (int) Math.round(n * scale))).toArray();
  }
}
