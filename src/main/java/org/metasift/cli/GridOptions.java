package org.metasift.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.metasift.attack.AttackSpec;
import picocli.CommandLine.Option;

/** Which attacks and seeds a table is made of, and where its results are kept. */
final class GridOptions {
  @Option(
      names = "--attacks",
      split = ",",
      paramLabel = "NAME",
      description = "Attacks, by commas; default all.")
  private List<String> attacks = AttackSpec.names();

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      description = "Seeds, by commas; default 0.")
  private List<Integer> seeds = List.of(0);

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where the results are kept.")
  private Path out;

  List<AttackSpec> attacks() {
    return attacks.stream().map(AttackSpec::of).toList();
  }

  List<Long> seeds() {
    return SeedOption.checked("--seeds", seeds);
  }

  /** The folder, made where it is missing. */
  Path folder() throws IOException {
    Files.createDirectories(out);
    return out;
  }
}
