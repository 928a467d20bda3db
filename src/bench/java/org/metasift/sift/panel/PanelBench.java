package org.metasift.sift.panel;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.metasift.attack.AttackSpec;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.Poisoner;
import org.metasift.attack.PseudoAttack;
import org.metasift.attack.PseudoTrigger;
import org.metasift.attack.RandomLabelFlip;
import org.metasift.attack.TargetedLabelFlip;
import org.metasift.data.Gtsrb;
import org.metasift.data.ImageSet;
import org.metasift.data.SignSet;
import org.metasift.run.RandomStream;
import org.metasift.tune.PseudoPoison;

/**
 * What each member of the panel says of poisoned and of clean sets, kept for {@code
 * src/bench/python/panel.py}, which tries votes, members and limits on it. A file a set, poison and
 * seed: index, label, poisoned, and a column for each opinion; what is there is not made again.
 *
 * <p>{@code PanelBench DATA FOLDER POISON,POISON SEED,SEED}: DATA is small, signs or gtsrb; POISON
 * an attack's name, clean, or pseudo-poison such as patch-target, noise-kept, warp-next,
 * flip-target, flip-all.
 */
final class PanelBench {
  private PanelBench() {}

  public static void main(String[] arguments) throws IOException {
    final ImageSet clean = data(arguments[0]);
    final Path folder = Files.createDirectories(Path.of(arguments[1]));
    for (final String seed : arguments[3].split(",")) {
      for (final String poison : arguments[2].split(",")) {
        final Path file = folder.resolve("%s-%s-%s.csv".formatted(arguments[0], poison, seed));
        if (!Files.exists(file)) {
          look(clean, poison, Long.parseLong(seed), file);
        }
      }
    }
  }

  private static ImageSet data(String name) {
    final Path datasets = Path.of(System.getenv().getOrDefault("METASIFT_DATASETS", "datasets"));
    return switch (name) {
      case "small" -> SignSet.cached(cache(), SignSet.Size.SMALL, 0).train();
      case "signs" -> SignSet.cached(cache(), SignSet.Size.STANDARD, 0).train();
      case "gtsrb" -> Gtsrb.orEmbedded(datasets, false).train();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Path cache() {
    return Path.of(System.getProperty("java.io.tmpdir"), "metasift-panel-bench");
  }

  private static void look(ImageSet clean, String poison, long seed, Path file) throws IOException {
    final PoisonedSet poisoned =
        poison.equals("clean") ? null : attack(clean, poison, seed).poison(clean, seed);
    final ImageSet images = poisoned == null ? clean : poisoned.images();
    final List<Member> members = Panel.Settings.standard().members();
    final List<Opinion> said = new ArrayList<>();
    final StringBuilder seconds = new StringBuilder();
    for (int k = 0; k < members.size(); k++) {
      final long start = System.nanoTime();
      for (final Opinion one :
          members.get(k).look(images, RandomStream.PANEL_MEMBER.seed(seed, k))) {
        said.add(new Opinion(one.name() + " " + k, one.suspicion(), one.learned()));
      }
      seconds.append(
          String.format(
              Locale.ROOT, " %s %.1f", members.get(k).name(), (System.nanoTime() - start) / 1e9));
    }
    System.out.println(file.getFileName() + ":" + seconds);
    final Path part = file.resolveSibling(file.getFileName() + ".part");
    try (PrintWriter out = new PrintWriter(part.toFile(), StandardCharsets.UTF_8)) {
      out.print("index,label,poisoned");
      said.forEach(one -> out.print("," + one.name().replace(",", "")));
      out.println();
      for (int i = 0; i < images.size(); i++) {
        out.printf(
            "%d,%d,%d", i, images.label(i), poisoned != null && poisoned.isPoisoned(i) ? 1 : 0);
        for (final Opinion one : said) {
          out.print("," + one.suspicion()[i]);
        }
        out.println();
      }
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Poisoner attack(ImageSet clean, String poison, long seed) {
    final String[] parts = poison.split("-");
    final int target = PseudoPoison.target(clean, seed);
    if (poison.equals("flip-all")) {
      return new RandomLabelFlip(0.2);
    }
    if (poison.equals("flip-target")) {
      final int source = PseudoPoison.target(clean, seed + 1000);
      return new TargetedLabelFlip(
          source == target ? (target + 1) % clean.classes() : source, target, 0.1667);
    }
    for (final PseudoTrigger trigger : PseudoTrigger.values()) {
      if (parts.length == 2 && parts[0].equals(trigger.toString())) {
        final PseudoAttack.Labels labels =
            PseudoAttack.Labels.valueOf(parts[1].toUpperCase(Locale.ROOT));
        final double ratio =
            switch (labels) {
              case TARGET -> 0.33;
              case KEPT -> 0.1;
              case NEXT -> 0.2;
            };
        return new PseudoAttack(trigger, labels, target, ratio);
      }
    }
    return AttackSpec.of(poison).build(clean);
  }
}
