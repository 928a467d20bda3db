package org.metasift.sift.panel;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one member says of every image of a set.
 *
 * @param name of the member
 * @param suspicion one number an image: higher = less trustworthy; comparable within a class alone
 * @param most suspicion above which an image is rejected, whatever others say; infinite for none
 * @param nearest for each network of the member the class that each image looks like in its view,
 *     whatever its label says, (networks, n); empty for a member that does not name one
 * @param learned whether the member learned as much as it should; if not, it says little
 */
@SuppressWarnings("ArrayRecordComponent") // one number an image: lists would cost ten times
public record Opinion(String name, float[] suspicion, double most, int[][] nearest, boolean learned)
    implements Serializable {
  private static final int[][] NONE = {};

  /** Of a member that names no classes. */
  Opinion(String name, float[] suspicion, boolean learned) {
    this(name, suspicion, Double.POSITIVE_INFINITY, NONE, learned);
  }

  /** Of a member that learned enough, or has nothing to learn, and names no classes. */
  Opinion(String name, float... suspicion) {
    this(name, suspicion, true);
  }

  /** Whether an image is rejected. */
  boolean rejects(int image) {
    return suspicion[image] > most;
  }

  /** To how many of the networks an image looks like another class than its label says. */
  int misplaces(int image, int label) {
    int count = 0;
    for (final int[] named : nearest) {
      count += named[image] == label ? 0 : 1;
    }
    return count;
  }

  /**
   * Those of one name as one, in the order of the first of each: the mean of their suspicions, the
   * classes that each names; it has learned if all have.
   */
  static List<Opinion> together(List<List<Opinion>> said) {
    final Map<String, List<Opinion>> byName = new LinkedHashMap<>();
    for (final List<Opinion> opinions : said) {
      for (final Opinion opinion : opinions) {
        byName.computeIfAbsent(opinion.name(), any -> new ArrayList<>()).add(opinion);
      }
    }
    return byName.entrySet().stream()
        .map(
            one ->
                new Opinion(
                    one.getKey(),
                    mean(one.getValue()),
                    one.getValue().get(0).most(),
                    one.getValue().stream()
                        .flatMap(opinion -> Arrays.stream(opinion.nearest()))
                        .toArray(int[][]::new),
                    one.getValue().stream().allMatch(Opinion::learned)))
        .toList();
  }

  private static float[] mean(List<Opinion> each) {
    final float[] mean = new float[each.get(0).suspicion().length];
    for (final Opinion one : each) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += one.suspicion()[i] / each.size();
      }
    }
    return mean;
  }
}
