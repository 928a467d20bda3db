package org.metasift.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metasift.attack.AttackSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which attacks and seeds a table is made of, and where its results are kept. */
public final class GridOptions {
  @HelpGroup.In(HelpGroup.POISON)
  @Option(
      names = "--attacks",
      split = ",",
      paramLabel = "NAME",
      description = "Attacks to try (default: all).")
  private List<String> attacks = AttackSpec.names();

  @Mixin private ClassOptions classes;

  @HelpGroup.In(HelpGroup.POISON)
  @Option(
      names = "--trigger",
      paramLabel = "ATTACK=FILE",
      description =
          "Add a row: narcissus, smooth or smooth-all-to-all with the trigger from this file (as for 'sift --trigger'). Repeatable.")
  private List<String> triggers = List.of(); // no map: an attack may have several

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "N",
      description = "Seeds to repeat everything with (default: 0).")
  private List<Integer> seeds = List.of(0);

  @HelpGroup.In(HelpGroup.RESULTS)
  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the results. Run the same command again to continue there.")
  private Path out;

  /** The attacks, each once, with the classes where it takes them; last those with a trigger. */
  public List<AttackSpec> attacks() {
    final List<AttackSpec> named =
        Stream.concat(attacks.stream().map(this::attack), triggers.stream().map(this::triggered))
            .distinct()
            .toList();
    checkEffect("target", classes.target(), named);
    checkEffect("source", classes.source(), named);
    return named;
  }

  private AttackSpec attack(String name) {
    return AttackSpec.of(name, classes.target(), classes.source());
  }

  private AttackSpec triggered(String given) {
    final String[] parts = given.split("=", 2);
    if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
      throw new IllegalArgumentException(
          "--trigger is '%s'; an attack and a file are needed, such as smooth=mine.npy"
              .formatted(given));
    }
    final AttackSpec plain = attack(parts[0]);
    return new AttackSpec(plain.name(), plain.target(), plain.source(), null, null, parts[1]);
  }

  private static void checkEffect(String setting, Integer given, List<AttackSpec> named) {
    if (given != null && named.stream().noneMatch(one -> AttackSpec.takes(one.name(), setting))) {
      throw new IllegalArgumentException(
          "--%s has no effect on %s: leave it out"
              .formatted(
                  setting,
                  named.stream().map(AttackSpec::name).collect(Collectors.joining(" or "))));
    }
  }

  /** The seeds, each once. */
  public List<Long> seeds() {
    return SeedOption.checked("--seeds", seeds).stream().distinct().toList();
  }

  /** The folder, which is there or is made with the first result. */
  public Path folder() {
    return out;
  }
}
