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
 * @param calls the class that the member takes each image for; empty where it knows no classes
 */
@SuppressWarnings("ArrayRecordComponent") // one number an image: lists would cost ten times
public record Opinion(String name, float[] suspicion, int[] calls) implements Serializable {
  /** Of a member that knows no classes. */
  Opinion(String name, float... suspicion) {
    this(name, suspicion, new int[0]);
  }

  /** Those of one name as one: the mean of their suspicions, in the order of the first of each. */
  static List<Opinion> together(List<List<Opinion>> said) {
    final Map<String, List<float[]>> byName = new LinkedHashMap<>();
    for (final List<Opinion> opinions : said) {
      for (final Opinion opinion : opinions) {
        byName.computeIfAbsent(opinion.name(), any -> new ArrayList<>()).add(opinion.suspicion());
      }
    }
    return byName.entrySet().stream()
        .map(one -> new Opinion(one.getKey(), mean(one.getValue())))
        .toList();
  }

  private static float[] mean(List<float[]> each) {
    final float[] mean = new float[each.get(0).length];
    for (final float[] one : each) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += one[i] / each.size();
      }
    }
    return mean;
  }
}
