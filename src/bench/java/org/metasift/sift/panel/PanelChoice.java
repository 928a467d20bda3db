package org.metasift.sift.panel;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metasift.data.ImageSet;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;

/**
 * What panels of some of the members pick of sets whose opinions are kept, and which panel would be
 * chosen on all families of pseudo-poison but one, judged on that one. It writes {@code choice.csv}
 * and {@code families.csv} beside the opinions.
 */
final class PanelChoice {
  private static final int BUDGET = 1000;
  private static final double LEFT_OUT_COSTS =
      0.02; // of a poisoned image: eight of those undo I-BAU
  private static final String STANDARD = "standard";
  private static final List<String> NETWORKS =
      List.of("whole", "whole, moved", "grey", "edges", "interior, later");
  private static final List<String> PATTERNS =
      List.of("fixed pattern", "fixed pattern, all classes");
  private static final int SECOND_OF_EDGES =
      Panel.Settings.standard().count(MemberKind.WHOLE)
          + Panel.Settings.standard().count(MemberKind.GREY)
          + 1;

  private static final double NOTHING = 1; // is doubted

  private PanelChoice() {}

  /** A panel: which opinions it has, what they may say, and when it doubts a class. */
  private record Candidate(
      String name,
      Predicate<PanelBench.TimedOpinion> has,
      boolean names,
      boolean rejects,
      double doubt) {}

  /** A pick. */
  private record Picked(int poisoned, int picked, int asked, double seconds) {
    double price() {
      return poisoned + LEFT_OUT_COSTS * (asked - picked);
    }
  }

  private static List<Candidate> candidates() {
    final List<Candidate> all = new ArrayList<>();
    all.add(new Candidate(STANDARD, one -> true, true, true, Doubt.MOST_OF_ONE));
    for (final String name : Stream.concat(NETWORKS.stream(), PATTERNS.stream()).toList()) {
      all.add(
          new Candidate("without " + name, one -> !one.is(name), true, true, Doubt.MOST_OF_ONE));
    }
    all.add(
        new Candidate(
            "one of edges", one -> one.member() != SECOND_OF_EDGES, true, true, Doubt.MOST_OF_ONE));
    all.add(new Candidate("ranks alone", one -> true, false, false, Doubt.MOST_OF_ONE));
    all.add(new Candidate("nothing rejected", one -> true, true, false, Doubt.MOST_OF_ONE));
    all.add(new Candidate("nothing left out", one -> true, true, true, NOTHING));
    all.add(new Candidate("left out at 0.15", one -> true, true, true, 0.15));
    all.add(new Candidate("left out at 0.3", one -> true, true, true, 0.3));
    for (final String name : NETWORKS) {
      all.add(new Candidate("only " + name, one -> one.is(name), false, false, NOTHING));
    }
    return all;
  }

  static void print(Path folder) throws IOException {
    final Map<String, Map<String, Picked>> bySet = new TreeMap<>();
    final List<Path> files;
    try (Stream<Path> in = Files.list(folder)) {
      files = in.filter(file -> file.toString().matches(".*-.*-\\d+\\.csv")).sorted().toList();
    }
    for (final Path file : files) {
      final KeptOpinions kept = KeptOpinions.read(file);
      final ImageSet images = kept.images();
      final Map<String, Picked> picks = new LinkedHashMap<>();
      for (final Candidate candidate : candidates()) {
        picks.put(candidate.name(), pick(candidate, kept, images));
      }
      bySet.put(file.getFileName().toString().replace(".csv", ""), picks);
    }
    try (PrintWriter out = open(folder.resolve("choice.csv"))) {
      out.println("set,panel,poisoned,picked,asked,seconds of its members");
      bySet.forEach(
          (set, picks) ->
              picks.forEach(
                  (panel, pick) ->
                      out.printf(
                          "%s,\"%s\",%d,%d,%d,%.1f%n",
                          set,
                          panel,
                          pick.poisoned(),
                          pick.picked(),
                          pick.asked(),
                          pick.seconds())));
    }
    families(bySet, folder.resolve("families.csv"));
    show(bySet);
  }

  private static Picked pick(Candidate candidate, KeptOpinions kept, ImageSet images) {
    final List<PanelBench.TimedOpinion> said =
        kept.said().stream()
            .filter(candidate.has())
            .map(one -> one.without(!candidate.names(), !candidate.rejects()))
            .toList();
    final List<Opinion> opinions =
        Opinion.together(said.stream().map(one -> List.of(one.opinion())).toList());
    final Ranking ranking =
        Ranking.of("Panel", "", images, Vote.of(images, opinions).trust(), 0, System.nanoTime())
            .doubting(
                candidate.doubt() == NOTHING
                    ? List.of()
                    : Doubt.of(images, opinions, candidate.doubt()));
    final BaseSet base = ranking.best(images, BUDGET);
    int poisoned = 0;
    for (final int i : base.indices()) {
      poisoned += kept.poisoned()[i] ? 1 : 0;
    }
    final double seconds =
        said.stream()
            .collect(
                Collectors.toMap(
                    PanelBench.TimedOpinion::member, PanelBench.TimedOpinion::seconds, Math::max))
            .values()
            .stream()
            .mapToDouble(Double::doubleValue)
            .sum();
    return new Picked(poisoned, base.size(), BUDGET, seconds);
  }

  /** Chosen on all families but one, judged on that one; clean sets are in every choice. */
  private static void families(Map<String, Map<String, Picked>> bySet, Path file)
      throws IOException {
    final List<String> families =
        bySet.keySet().stream()
            .map(PanelChoice::family)
            .distinct()
            .filter(f -> !f.equals("clean"))
            .toList();
    try (PrintWriter out = open(file)) {
      out.println(
          "family left out,chosen on the others,poisoned of it,picked,asked,poisoned by the standard panel,picked by it");
      for (final String left : families) {
        final String chosen =
            candidates().stream()
                .map(Candidate::name)
                .min(
                    Comparator.comparingDouble(
                            (String name) ->
                                sets(bySet, set -> !family(set).equals(left))
                                    .mapToDouble(picks -> picks.get(name).price())
                                    .sum())
                        .thenComparingDouble(
                            name ->
                                sets(bySet, set -> true)
                                    .mapToDouble(picks -> picks.get(name).seconds())
                                    .sum()))
                .orElseThrow();
        final List<Map<String, Picked>> judged =
            sets(bySet, set -> family(set).equals(left)).toList();
        out.printf(
            "%s,\"%s\",%d,%d,%d,%d,%d%n",
            left,
            chosen,
            judged.stream().mapToInt(picks -> picks.get(chosen).poisoned()).sum(),
            judged.stream().mapToInt(picks -> picks.get(chosen).picked()).sum(),
            judged.stream().mapToInt(picks -> picks.get(chosen).asked()).sum(),
            judged.stream().mapToInt(picks -> picks.get(STANDARD).poisoned()).sum(),
            judged.stream().mapToInt(picks -> picks.get(STANDARD).picked()).sum());
      }
    }
    Files.readAllLines(file).forEach(System.out::println);
  }

  private static Stream<Map<String, Picked>> sets(
      Map<String, Map<String, Picked>> bySet, Predicate<String> wanted) {
    return bySet.entrySet().stream()
        .filter(one -> wanted.test(one.getKey()))
        .map(Map.Entry::getValue);
  }

  /** The trigger of pseudo-poison, or flip. */
  private static String family(String set) {
    return set.split("-")[1];
  }

  private static void show(Map<String, Map<String, Picked>> bySet) {
    for (final Candidate candidate : candidates()) {
      System.out.printf("%-36s", candidate.name());
      bySet.forEach(
          (set, picks) -> {
            final Picked pick = picks.get(candidate.name());
            System.out.printf(" %s %d/%d", set, pick.poisoned(), pick.picked());
          });
      System.out.println();
    }
  }

  private static PrintWriter open(Path file) throws IOException {
    return new PrintWriter(file.toFile(), StandardCharsets.UTF_8);
  }
}
