package org.metasift.cli;

import org.metasift.run.Ranges;
import picocli.CommandLine.Option;

/** The seed of all that is drawn at random. */
final class SeedOption {
  @Option(
      names = {"--seed", "--random_seed", "--random-seed"},
      paramLabel = "N",
      description = "0 to 1000000; default ${DEFAULT-VALUE}.")
  private int seed;

  long value() {
    return Ranges.within("--seed", seed, 0, 1_000_000);
  }
}
