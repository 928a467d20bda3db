package org.metasift.sift.panel;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one member says of every image of a set.
 *
 * @param name of the member
 * @param suspicion one number an image: higher = less trustworthy; comparable within a class alone
 * @param learned whether the member learned as much as it should; if not, it says little
 */
@SuppressWarnings("ArrayRecordComponent") // one number an image: lists would cost ten times
public record Opinion(String name, float[] suspicion, boolean learned) implements Serializable {
  /** Of a member that learned enough, or has nothing to learn. */
  Opinion(String name, float... suspicion) {
    this(name, suspicion, true);
  }

  /**
   * Those of one name as one: the mean of their suspicions, in the order of the first of each; it
   * has learned if all have.
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
