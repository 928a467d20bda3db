package org.metasift.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Small image sets for tests: a flat colour for each class with some noise on it. */
public final class TinyImages {
  private TinyImages() {}

  /**
   * A set whose classes a network can tell apart, in the order 0, 1, ..., 0, 1, ... as far as the
   * counts go; no pixel is above 199.
   *
   * @param side pixels of a side
   * @param counts images of each class; 0 is allowed
   */
  public static ImageSet of(int side, int channels, long seed, int... counts) {
    final SplittableRandom random = new SplittableRandom(seed);
    final int[] left = counts.clone();
    final int size = IntStream.of(counts).sum();
    final int[] labels = new int[size];
    final byte[] pixels = new byte[size * side * side * channels];
    final List<String> ids = new ArrayList<>();
    int label = counts.length - 1;
    for (int i = 0; i < size; i++) {
      do {
        label = (label + 1) % counts.length;
      } while (left[label] == 0);
      left[label]--;
      labels[i] = label;
      ids.add("tiny " + i);
      for (int p = 0; p < side * side * channels; p++) {
        final int colour = (label + 1) * (p % channels * 37 + 71) % 160;
        pixels[i * side * side * channels + p] = (byte) (colour + random.nextInt(40));
      }
    }
    return ImageSet.of(
        pixels, labels, ImageShape.square(side, channels), names(counts.length), ids);
  }

  /** Class names: class 0, class 1, ... */
  public static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
  }

  /** The same counts for each of several classes. */
  public static int[] each(int classes, int count) {
    return IntStream.range(0, classes).map(c -> count).toArray();
  }
}
