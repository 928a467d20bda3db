package org.metasift.sift;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What several views of the images say of them: the means over the views.
 *
 * @param costs one per image
 * @param scores the trust in each, higher = cleaner
 */
@SuppressWarnings("ArrayRecordComponent") // passed on at once
public record ViewScores(float[] costs, float[] scores) {
  /**
   * Asks for views one after the other.
   *
   * @param size how many images
   * @param views how many, at least 1
   * @param look the costs of all images in a view of its own
   * @param trust from costs to trust, image by image
   */
  public static ViewScores of(
      int size, int views, Supplier<float[]> look, UnaryOperator<float[]> trust) {
    final float[] costs = new float[size];
    final float[] scores = new float[size];
    for (int view = 0; view < views; view++) {
      final float[] seen = look.get();
      final float[] trusted = trust.apply(seen);
      for (int i = 0; i < size; i++) {
        costs[i] += seen[i] / views;
        scores[i] += trusted[i] / views;
      }
    }
    return new ViewScores(costs, scores);
  }
}
