package org.metasift.data.array;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.metasift.data.BadDataException;

/**
 * How the labels of an array lie in it.
 *
 * @param count of images, at least 0
 * @param values numbers for each image: 1, or the classes of one-hot labels
 */
public record LabelShape(int count, int values) {
  private static final int MOST_CLASSES = 1000;

  /**
   * The reading of an array's axes: (n) or one-hot (n, 2 to 1,000), with axes of length 1 before,
   * between or behind, such as (n, 1) and (1, n).
   *
   * @throws BadDataException when it is neither
   */
  public static LabelShape of(Path path, List<Long> axes) {
    final List<Long> longer = axes.stream().filter(length -> length != 1).toList();
    final long count = longer.isEmpty() ? 1 : longer.get(0);
    final long values = longer.size() < 2 ? 1 : longer.get(1);
    if (axes.isEmpty()
        || longer.size() > 2
        || values < 1
        || values > MOST_CLASSES
        || count > Integer.MAX_VALUE - 8) {
      throw new BadDataException(
          path,
          "has labels of shape %s; (n), (n, 1) and one-hot (n, 2 to 1,000) are allowed"
              .formatted(
                  axes.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"))));
    }
    return new LabelShape((int) count, (int) values);
  }
}
