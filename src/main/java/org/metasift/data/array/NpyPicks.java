package org.metasift.data.array;

import java.nio.file.Path;
import java.util.BitSet;
import org.metasift.data.BadDataException;

/**
 * Picked images as a NumPy file: their indices in the set they were picked from, integers of shape
 * (n), best first; the artifact's format of a base set.
 */
public final class NpyPicks {
  private NpyPicks() {}

  /**
   * Reads the indices, in the order of the file.
   *
   * @param size how many images the set has
   * @throws BadDataException when the file cannot be read, is no vector of integers, or holds an
   *     index twice or outside [0, size)
   */
  public static int[] read(Path path, int size) {
    final int[] indices = NpyIntegers.indices(path, size);
    final BitSet seen = new BitSet(size);
    for (final int index : indices) {
      if (seen.get(index)) {
        throw new BadDataException(path, "holds index %d twice".formatted(index));
      }
      seen.set(index);
    }
    return indices;
  }
}
