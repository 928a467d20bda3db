package org.metasift.data.read;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.metasift.data.BadDataException;
import org.metasift.data.ImageSet;
import org.metasift.data.array.ClassLabels;
import org.metasift.data.read.ImageSource.LoadedImages;
import org.metasift.data.read.ImageSource.Unreadable;

/** What the classes of a set must be, and what is worth a warning about them. */
final class ClassChecks {
  private static final int MOST_CLASSES = 1000;
  private static final int FEW = 20;
  private static final int NAMED = 10;

  private ClassChecks() {}

  /**
   * Refuses a number of classes outside 2 to 1,000.
   *
   * @throws BadDataException saying so
   */
  static void checkCount(Path path, int classes) {
    if (classes < 2 || classes > MOST_CLASSES) {
      throw new BadDataException(
          path,
          "has %,d class%s; 2 to 1,000 are allowed".formatted(classes, classes == 1 ? "" : "es"));
    }
  }

  /**
   * Refuses a set with which nothing can be learnt.
   *
   * @throws BadDataException when it has less than 2 images, or images of one class only
   */
  static void check(Path path, LoadedImages read) {
    final ImageSet images = read.images();
    checkCount(path, images.classes());
    if (images.size() < 2) {
      throw new BadDataException(
          path, "has %d images; at least 2 are needed".formatted(images.size()));
    }
    if (IntStream.of(images.classCounts()).filter(count -> count > 0).count() < 2) {
      throw new BadDataException(
          path,
          "has images of class '%s' only; at least 2 classes with images are needed%s"
              .formatted(images.classNames().get(images.label(0)), leftOut(read)));
    }
  }

  /** What became of the files that other classes may have been made of; empty where all is well. */
  private static String leftOut(LoadedImages read) {
    final List<String> said = new ArrayList<>();
    if (!read.unreadable().isEmpty()) {
      final Unreadable first = read.unreadable().get(0);
      final int more = read.unreadable().size() - 1;
      said.add(first + (more == 0 ? "" : ", and %,d more cannot be read".formatted(more)));
    }
    said.addAll(read.warnings());
    return said.isEmpty() ? "" : ": " + String.join("; ", said);
  }

  /** A sentence for classes without images, and one for classes with less than 20; or none. */
  static List<String> warnings(ImageSet images) {
    final List<String> warnings = new ArrayList<>();
    final int[] counts = images.classCounts();
    final int[] empty = IntStream.range(0, counts.length).filter(k -> counts[k] == 0).toArray();
    final int[] small =
        IntStream.range(0, counts.length).filter(k -> counts[k] > 0 && counts[k] < FEW).toArray();
    if (empty.length > 0) {
      warnings.add("%s no images: %s".formatted(classesHave(empty), named(images, empty)));
    }
    if (small.length > 0) {
      warnings.add(
          "%s fewer than %d images, too few to tell odd ones from others: %s"
              .formatted(classesHave(small), FEW, named(images, small)));
    }
    numbering(images.classNames(), warnings);
    return warnings;
  }

  /** Where numbers as names are not those by which options such as the target name a class. */
  private static void numbering(List<String> names, List<String> warnings) {
    if (!ClassLabels.areNumbers(names)) {
      return;
    }
    final List<BigDecimal> numbers = names.stream().map(BigDecimal::new).toList();
    for (int k = 0; k < numbers.size(); k++) {
      if (numbers.get(k).compareTo(BigDecimal.valueOf(k)) != 0) {
        warnings.add(
            "classes are counted from 0 in their order, whatever their names: class %d is '%s'"
                .formatted(k, names.get(k)));
        return;
      }
    }
  }

  private static String classesHave(int[] classes) {
    return classes.length == 1 ? "1 class has" : "%,d classes have".formatted(classes.length);
  }

  private static String named(ImageSet images, int[] classes) {
    final String first =
        IntStream.of(classes)
            .limit(NAMED)
            .mapToObj(images.classNames()::get)
            .collect(Collectors.joining(", "));
    return classes.length <= NAMED
        ? first
        : "%s and %,d more".formatted(first, classes.length - NAMED);
  }
}
