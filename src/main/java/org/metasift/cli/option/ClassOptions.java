package org.metasift.cli.option;

import java.util.List;
import picocli.CommandLine.Option;

/**
 * The classes that an attack is about, by name or by number: a whole number is the class's place,
 * counted from 0, whatever the classes are called. The artifact's names of the options are taken
 * too.
 */
@HelpGroup.In(HelpGroup.POISON)
final class ClassOptions {
  private static final int LISTED = 10;

  @Option(
      names = {"--target", "--tar_lab", "--tar-lab"},
      paramLabel = "CLASS",
      description =
          "Class that attacked images should be taken for, by its name or its number from 0. Needed for images of your own: the default is a class of GTSRB, as in the paper (default: 38).")
  private String target;

  @Option(
      names = "--source",
      paramLabel = "CLASS",
      description =
          "Class whose labels are flipped, or from which Poison Frogs takes its test image, by name or number; for images of your own as for --target (default: 12).")
  private String source;

  /** Whether one of the two was given. */
  boolean given() {
    return target != null || source != null;
  }

  /**
   * The class that images are to be taken for; null where none was given.
   *
   * @param names of the classes; empty while they are not known, where a name stands for any class
   */
  Integer target(List<String> names) {
    return number("--target", target, names);
  }

  /** The class that is attacked, by the same rules; null where none was given. */
  Integer source(List<String> names) {
    return number("--source", source, names);
  }

  private static Integer number(String option, String given, List<String> names) {
    if (given == null) {
      return null;
    }
    if (given.matches("[+-]?\\d{1,9}")) {
      return Integer.valueOf(given);
    }
    if (names.isEmpty()) {
      return 0;
    }
    if (!names.contains(given)) {
      throw new IllegalArgumentException(
          "%s is '%s'; the classes are %s, or their numbers 0 to %d"
              .formatted(option, given, some(names), names.size() - 1));
    }
    return names.indexOf(given);
  }

  private static String some(List<String> names) {
    final String first = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
    return names.size() <= LISTED
        ? first
        : "%s and %,d more".formatted(first, names.size() - LISTED);
  }
}
