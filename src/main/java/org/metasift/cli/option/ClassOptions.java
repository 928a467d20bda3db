package org.metasift.cli.option;

import picocli.CommandLine.Option;

/** The classes that an attack is about; the artifact's names are taken too. */
@HelpGroup.In(HelpGroup.POISON)
final class ClassOptions {
  @Option(
      names = {"--target", "--tar_lab", "--tar-lab"},
      paramLabel = "CLASS",
      description = "Class that attacked images should be taken for (default: 38).")
  private Integer target;

  @Option(
      names = "--source",
      paramLabel = "CLASS",
      description =
          "Class whose labels are flipped, or from which Poison Frogs takes its test image (default: 12).")
  private Integer source;

  /** The class that images are to be taken for; null where none was given. */
  Integer target() {
    return target;
  }

  /** The class that is attacked; null where none was given. */
  Integer source() {
    return source;
  }
}
