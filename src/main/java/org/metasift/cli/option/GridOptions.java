package org.metasift.cli.option;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metasift.attack.AttackSpec;
import org.metasift.data.ImageSet;
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

  /**
   * Checks the attacks as far as that can be before the images are read: a class that is named is
   * not known yet.
   */
  public void check() {
    attacks(List.of());
  }

  /**
   * The attacks, each once, with the classes where it takes them; last those with a trigger.
   *
   * @param images whose classes may be named
   */
  public List<AttackSpec> attacks(ImageSet images) {
    return attacks(images.classNames());
  }

  private List<AttackSpec> attacks(List<String> names) {
    final Integer target = classes.target(names);
    final Integer source = classes.source(names);
    final List<AttackSpec> named =
        Stream.concat(
                attacks.stream().map(name -> AttackSpec.of(name, target, source)),
                triggers.stream().map(given -> triggered(given, target, source)))
            .distinct()
            .toList();
    checkEffect("target", target, named);
    checkEffect("source", source, named);
    return named;
  }

  private static AttackSpec triggered(String given, Integer target, Integer source) {
    final String[] parts = given.split("=", 2);
    if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
      throw new IllegalArgumentException(
          "--trigger is '%s'; an attack and a file are needed, such as smooth=mine.npy"
              .formatted(given));
    }
    final AttackSpec plain = AttackSpec.of(parts[0], target, source);
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
