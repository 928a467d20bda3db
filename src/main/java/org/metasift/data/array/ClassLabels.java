package org.metasift.data.array;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.metasift.data.BadDataException;
import org.metasift.data.RawItems;

/**
 * One label for each image, and the classes' names.
 *
 * @param labels in [0, names.size())
 */
@SuppressWarnings("ArrayRecordComponent") // on their way into a set, which copies them
public record ClassLabels(int[] labels, List<String> names) {
  private static final int MOST_CLASSES = 1000;

  /**
   * Labels of an array: whole numbers from 0 to 999, or one-hot. The classes run from 0 to the
   * largest label, and are called by their numbers.
   *
   * @param rows one item for each image, as the shape tells
   * @throws BadDataException naming the row, when it holds no such label
   */
  public static ClassLabels of(Path path, LabelShape shape, RawItems rows, NumberType type) {
    final int values = shape.values();
    final int[] labels = new int[rows.count()];
    final byte[] row = new byte[rows.itemBytes()];
    final ByteBuffer numbers = ByteBuffer.wrap(row).order(type.order());
    int most = values - 1;
    for (int i = 0; i < labels.length; i++) {
      rows.read(i, row);
      labels[i] = values == 1 ? label(path, i, type.at(numbers, 0)) : hot(path, i, numbers, type);
      most = Math.max(most, labels[i]);
    }
    return new ClassLabels(labels, IntStream.rangeClosed(0, most).mapToObj(k -> "" + k).toList());
  }

  /** Labels that are names; the classes are their {@link #sorted} values. */
  public static ClassLabels of(List<String> texts) {
    final List<String> names = sorted(new HashSet<>(texts));
    final Map<String, Integer> numbers = new HashMap<>();
    names.forEach(name -> numbers.put(name, numbers.size()));
    return new ClassLabels(texts.stream().mapToInt(numbers::get).toArray(), names);
  }

  private static int label(Path path, int row, double value) {
    if (!(value >= 0 && value < MOST_CLASSES) || value != Math.rint(value)) {
      throw new BadDataException(
          path,
          "has label %s in row %d; whole numbers from 0 to %d are allowed"
              .formatted(value, row, MOST_CLASSES - 1));
    }
    return (int) value;
  }

  private static int hot(Path path, int row, ByteBuffer numbers, NumberType type) {
    int label = -1;
    for (int k = 0; k < numbers.capacity() / type.bytes(); k++) {
      final double value = type.at(numbers, k * type.bytes());
      if (value != 0 && (value != 1 || label >= 0)) {
        label = -2;
        break;
      }
      label = value == 1 ? k : label;
    }
    if (label < 0) {
      throw new BadDataException(
          path, "row %d of its labels is not one-hot: a single 1 and zeros".formatted(row));
    }
    return label;
  }

  /** Class names in their order: by number where all are numbers, else by character. */
  public static List<String> sorted(Set<String> names) {
    final List<String> sorted = new ArrayList<>(names);
    final Comparator<String> byCharacter = Comparator.naturalOrder();
    sorted.sort(
        areNumbers(names)
            ? Comparator.<String, BigDecimal>comparing(BigDecimal::new).thenComparing(byCharacter)
            : byCharacter);
    return sorted;
  }

  /** Whether all are plain numbers, such as 7, -1 or 2.0. */
  public static boolean areNumbers(Collection<String> names) {
    return names.stream().allMatch(name -> name.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?"));
  }
}
