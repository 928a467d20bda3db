package org.metasift.sift.panel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.Poisoner;
import org.metasift.attack.PseudoAttack;
import org.metasift.attack.PseudoTrigger;
import org.metasift.attack.RandomLabelFlip;
import org.metasift.attack.TargetedLabelFlip;
import org.metasift.compute.RandomStream;
import org.metasift.data.ImageSet;
import org.metasift.data.gtsrb.Gtsrb;
import org.metasift.data.signs.SignSet;
import org.metasift.tune.PseudoPoison;

/**
 * What each member of the panel says of sets with pseudo-poison and of clean ones, kept, and what
 * panels of some of the members would have picked ({@link PanelChoice}). Run by {@code ./metasift
 * bench panel}; it takes hours and goes on where it was stopped.
 *
 * <p>{@code PanelBench FOLDER [DATA [POISON,POISON [SEED,SEED]]]}: DATA is small, signs or gtsrb;
 * POISON clean, or pseudo-poison such as patch-target, noise-kept, warp-next, flip-target,
 * flip-all; without them all kinds on the embedded signs, seed 1.
 */
final class PanelBench {
  private static final List<String> ALL = all();

  private PanelBench() {}

  private static List<String> all() {
    final List<String> kinds = new ArrayList<>(List.of("clean", "flip-target", "flip-all"));
    for (final PseudoAttack.Labels labels : PseudoAttack.Labels.values()) {
      for (final PseudoTrigger trigger : PseudoTrigger.values()) {
        kinds.add(trigger + "-" + labels.name().toLowerCase(Locale.ROOT));
      }
    }
    return kinds;
  }

  public static void main(String[] arguments) throws IOException {
    final Path folder = Files.createDirectories(Path.of(arguments[0], "panel"));
    final String data = arguments.length > 1 ? arguments[1] : "signs";
    final List<String> kinds = arguments.length > 2 ? List.of(arguments[2].split(",")) : ALL;
    final String seeds = arguments.length > 3 ? arguments[3] : "1";
    final ImageSet clean = data(data);
    for (final String seed : seeds.split(",")) {
      for (final String kind : kinds) {
        final Path file = folder.resolve("%s-%s-%s.csv".formatted(data, kind, seed));
        if (!Files.exists(file)) {
          look(clean, kind, Long.parseLong(seed), file);
        }
      }
    }
    PanelChoice.print(folder);
    PanelNaming.print(folder);
  }

  private static ImageSet data(String name) {
    final Path datasets = Path.of(System.getenv().getOrDefault("METASIFT_DATASETS", "datasets"));
    return switch (name) {
      case "small" -> SignSet.make(SignSet.Size.SMALL, 0).train();
      case "signs" -> SignSet.make(0).train();
      case "gtsrb" -> Gtsrb.orEmbedded(datasets, false).train();
      default ->
          throw new IllegalArgumentException(
              "the data is '%s'; small, signs and gtsrb are allowed".formatted(name));
    };
  }

  private static void look(ImageSet clean, String kind, long seed, Path file) throws IOException {
    final PoisonedSet poisoned =
        kind.equals("clean") ? null : attack(clean, kind, seed).poison(clean, seed);
    final ImageSet images = poisoned == null ? clean : poisoned.images();
    final List<Member> members = Panel.members(Panel.Settings.standard().fittedTo(images.size()));
    final List<TimedOpinion> said = new ArrayList<>();
    for (int k = 0; k < members.size(); k++) {
      final long start = System.nanoTime();
      final List<Opinion> opinions =
          members.get(k).look(images, RandomStream.PANEL_MEMBER.seed(seed, k));
      final double seconds = (System.nanoTime() - start) / 1e9;
      for (final Opinion opinion : opinions) {
        said.add(new TimedOpinion(k, seconds, opinion));
        System.out.printf(
            Locale.ROOT, "%s: %s, %.1f s%n", file.getFileName(), opinion.name(), seconds);
      }
    }
    final boolean[] truth = new boolean[images.size()];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = poisoned != null && poisoned.isPoisoned(i);
    }
    new KeptOpinions(images.labels(), truth, said).write(file);
  }

  /**
   * One opinion of a set.
   *
   * @param member its number
   * @param seconds what its look took
   */
  record TimedOpinion(int member, double seconds, Opinion opinion) {
    boolean is(String name) {
      return opinion.name().equals(name);
    }

    TimedOpinion without(boolean names, boolean rejection) {
      return new TimedOpinion(
          member,
          seconds,
          new Opinion(
              opinion.name(),
              opinion.suspicion(),
              rejection ? Double.POSITIVE_INFINITY : opinion.most(),
              names ? new int[0][] : opinion.nearest(),
              opinion.learned()));
    }
  }

  private static Poisoner attack(ImageSet clean, String kind, long seed) {
    final int target = PseudoPoison.target(clean, seed);
    if (kind.equals("flip-all")) {
      return new RandomLabelFlip(0.2);
    }
    if (kind.equals("flip-target")) {
      final int source = PseudoPoison.target(clean, seed + 1000);
      return new TargetedLabelFlip(
          source == target ? (target + 1) % clean.classes() : source, target, 0.1667);
    }
    final String[] parts = kind.split("-");
    final PseudoTrigger trigger =
        Arrays.stream(PseudoTrigger.values())
            .filter(one -> one.toString().equals(parts[0]))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no pseudo-poison " + kind));
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
