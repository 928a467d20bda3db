package org.metasift.cli.option;

import picocli.CommandLine.Option;

/** The classes that an attack is about; the artifact's names are taken too. */
final class ClassOptions {
  @Option(
      names = {"--target", "--tar_lab", "--tar-lab"},
      paramLabel = "CLASS",
      description = "The class that attacked images are to be taken for; default 38.")
  private Integer target;

  @Option(
      names = "--source",
      paramLabel = "CLASS",
      description =
          "The class whose labels are flipped, or of whose test images Poison Frogs attacks one; default 12.")
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
