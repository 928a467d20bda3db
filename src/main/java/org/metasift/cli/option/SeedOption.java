package org.metasift.cli.option;

import java.util.List;
import org.metasift.compute.Ranges;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The seed of all that is drawn at random. */
public final class SeedOption {
  @Option(
      names = {"--seed", "--random_seed", "--random-seed"},
      paramLabel = "N",
      description = "Seed of everything random, 0 to 1000000 (default: ${DEFAULT-VALUE}).")
  private int seed;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee;

  public long value() {
    return checked("--seed", seed);
  }

  /** The seed if one was given, else another. */
  public long valueOr(long other) {
    return mixee.commandLine().getParseResult().hasMatchedOption("--seed") ? value() : other;
  }

  /** Seeds of an option that takes several. */
  static List<Long> checked(String option, List<Integer> seeds) {
    return seeds.stream().map(seed -> checked(option, seed)).toList();
  }

  private static long checked(String option, int seed) {
    return Ranges.within(option, seed, 0, 1_000_000);
  }
}
