package org.metasift.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.metasift.attack.AttackSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which attacks and seeds a table is made of, and where its results are kept. */
final class GridOptions {
  @Option(
      names = "--attacks",
      split = ",",
      paramLabel = "NAME",
      description = "Attacks, by commas; default all.")
  private List<String> attacks = AttackSpec.names();

  @Mixin private ClassOptions classes;

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

  /** The attacks, each once, with the classes where it takes them. */
  List<AttackSpec> attacks() {
    final List<AttackSpec> named =
        attacks.stream()
            .map(name -> AttackSpec.of(name, classes.target(), classes.source()))
            .distinct()
            .toList();
    checkEffect("--target", classes.target(), named, AttackSpec::target);
    checkEffect("--source", classes.source(), named, AttackSpec::source);
    return named;
  }

  private static void checkEffect(
      String option, Integer given, List<AttackSpec> named, Function<AttackSpec, Integer> taken) {
    if (given != null && named.stream().map(taken).allMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "%s has no effect on %s: leave it out"
              .formatted(
                  option,
                  named.stream().map(AttackSpec::name).collect(Collectors.joining(" or "))));
    }
  }

  /** The seeds, each once. */
  List<Long> seeds() {
    return SeedOption.checked("--seeds", seeds).stream().distinct().toList();
  }

  /** The folder, which is there or is made with the first result. */
  Path folder() {
    return out;
  }
}
