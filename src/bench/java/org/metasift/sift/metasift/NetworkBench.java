package org.metasift.sift.metasift;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.metasift.attack.AttackSpec;
import org.metasift.attack.PoisonedSet;
import org.metasift.bench.BenchRecord;
import org.metasift.bench.Scratch;
import org.metasift.data.Split;
import org.metasift.data.signs.SignSet;
import org.metasift.report.Tables;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.Selection;

/**
 * How small a network still sifts: ResNet-18 of several widths under three attacks, five seeds
 * each, with one to four sifters; on the embedded signs, and on the real GTSRB where
 * METASIFT_DATASETS names it. It takes days. Each row is kept as soon as it is known, and what
 * {@code networks.csv} has is not computed again. Run by {@code ./metasift bench networks}.
 */
final class NetworkBench {
  private static final String NAME = "networks";
  private static final String SECONDS = "seconds a sifter";
  private static final String HOW = "Meta-Sift";
  private static final List<String> KEY = List.of("set", "attack", "seed", "width", "stride", HOW);
  private static final int BUDGET = 1000;
  private static final int SIFTERS = 4;
  private static final int SEEDS = 5;
  private static final List<String> ATTACKS =
      List.of("badnets", "targeted-label-flip", "narcissus");
  private static final int[][] NETWORKS = {{16, 2}, {8, 2}, {4, 2}}; // width, stride
  private static final int[][] DEAREST = {{8, 1}}; // for the end

  private final BenchRecord to;
  private final List<String> known;
  private final Set<String> asked = new HashSet<>();

  private NetworkBench(BenchRecord to) throws IOException {
    this.to = to;
    this.known = to.kept(NAME).map(NetworkBench::keys).orElseGet(List::of);
  }

  public static void main(String[] args) throws IOException {
    BenchRecord.checkDevice();
    final BenchRecord to =
        new BenchRecord(Path.of(args[0]), "%d of each set".formatted(BUDGET), "none");
    System.out.println(to);
    try (Scratch scratch = Scratch.open()) { // for its clean stop
      new NetworkBench(to).run();
    }
  }

  private void run() throws IOException {
    final Map<String, Split> sets = new LinkedHashMap<>();
    sets.put("embedded signs", SignSet.make(0));
    SpeedBench.realSigns().ifPresent(split -> sets.put("GTSRB", split));
    for (final int[][] networks : List.of(NETWORKS, DEAREST)) {
      for (int seed = 0; seed < SEEDS; seed++) { // a run that is stopped has seen both sets
        for (final Map.Entry<String, Split> set : sets.entrySet()) {
          for (final String attack : ATTACKS) {
            sift(set.getKey(), set.getValue(), attack, seed, networks);
          }
        }
      }
    }
    to.kept(NAME).ifPresent(table -> System.out.println(Tables.text(summary(table))));
  }

  /** What is known; of rows that do not say how they sifted, nothing. */
  private static List<String> keys(Table table) {
    if (!table.columnNames().containsAll(KEY)) {
      return List.of();
    }
    return IntStream.range(0, table.rowCount()).mapToObj(row -> key(table, row)).toList();
  }

  private static String key(Table table, int row) {
    return KEY.stream()
        .map(column -> table.getString(row, column))
        .collect(Collectors.joining(" "));
  }

  /** The networks that are still missing, on one poisoned set. */
  private void sift(String set, Split split, String attack, int seed, int[]... networks)
      throws IOException {
    PoisonedSet truth = null; // a trigger takes long to make
    for (final int[] network : networks) {
      final MetaSift.Settings how = settings(network, split.train().size());
      final Table row = row(set, attack, seed, how);
      final String key = key(row, 0);
      asked.add(key);
      if (known.contains(key)) {
        continue;
      }
      if (truth == null) {
        truth = AttackSpec.of(attack).build(split.test()).poison(split.train(), seed);
      }
      fill(row, truth, how, seed);
      System.out.println(Tables.text(row));
      to.add(row, NAME);
    }
  }

  private static MetaSift.Settings settings(int[] network, int images) {
    return MetaSift.Settings.compact()
        .withWidth(network[0])
        .withStride(network[1])
        .withSifters(SIFTERS)
        .fittedTo(images);
  }

  private static Table row(String set, String attack, int seed, MetaSift.Settings how) {
    return Table.create(
        NAME,
        StringColumn.create("set", set),
        StringColumn.create("attack", attack),
        IntColumn.create("seed", new int[] {seed}),
        IntColumn.create("width", new int[] {how.width()}),
        IntColumn.create("stride", new int[] {how.stride()}),
        StringColumn.create(HOW, how.toString()));
  }

  private static void fill(Table row, PoisonedSet truth, MetaSift.Settings how, int seed) {
    final Outcome found = new MetaSift(how).sift(truth.images(), BUDGET, seed);
    for (int count = 1; count <= SIFTERS; count++) {
      final double[] votes = Sifting.mean(found.siftings().subList(0, count));
      final BaseSet base =
          Ranking.of("vote", how.toString(), truth.images(), votes, seed, 0)
              .best(truth.images(), BUDGET);
      row.addColumns(poisoned(votes(count), truth, base));
    }
    for (int k = 0; k < SIFTERS; k++) {
      row.addColumns(poisoned("sifter %d alone".formatted(k + 1), truth, found.alone().get(k)));
    }
    row.addColumns(
        DoubleColumn.create(
            "warm-up accuracy (%)", mean(found, sifting -> 100 * sifting.warmupAccuracy())),
        IntColumn.create("undecided", new int[] {(int) found.undecided()}),
        DoubleColumn.create(SECONDS, mean(found, Sifting::seconds)),
        IntColumn.create("poisoned in the set", new int[] {truth.poisonedCount()}));
  }

  private static IntColumn poisoned(String name, PoisonedSet truth, BaseSet base) {
    return IntColumn.create(name, new int[] {truth.poisonedAmong(base.indices())});
  }

  private static double[] mean(Outcome found, ToDoubleFunction<Sifting> value) {
    return new double[] {found.siftings().stream().mapToDouble(value).average().orElseThrow()};
  }

  /** For each network: of how many seeds the pick is clean, and the poisoned images on average. */
  private Table summary(Table kept) {
    final Table rows =
        kept.where(
            Selection.with(
                IntStream.range(0, kept.rowCount())
                    .filter(row -> asked.contains(key(kept, row))) // not those of other settings
                    .toArray()));
    final Map<List<String>, List<Integer>> groups = new LinkedHashMap<>();
    for (int row = 0; row < rows.rowCount(); row++) {
      final int at = row;
      final List<String> group =
          Stream.of("set", "attack", "width", "stride").map(c -> rows.getString(at, c)).toList();
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(row);
    }
    final Table table = Table.create("Poisoned images among 1,000 picked, mean (clean / seeds)");
    for (final String name : List.of("set", "attack", "width", "stride")) {
      table.addColumns(StringColumn.create(name));
    }
    for (int count = 1; count <= SIFTERS; count++) {
      table.addColumns(StringColumn.create(votes(count)));
    }
    table.addColumns(DoubleColumn.create(SECONDS));
    groups.forEach(
        (group, members) -> {
          IntStream.range(0, group.size()).forEach(k -> table.stringColumn(k).append(group.get(k)));
          for (int count = 1; count <= SIFTERS; count++) {
            final String column = votes(count);
            final int[] bad =
                members.stream().mapToInt(row -> rows.intColumn(column).getInt(row)).toArray();
            table
                .stringColumn(column)
                .append(
                    "%.1f (%d / %d)"
                        .formatted(
                            IntStream.of(bad).average().orElseThrow(),
                            IntStream.of(bad).filter(n -> n == 0).count(),
                            bad.length));
          }
          table
              .doubleColumn(SECONDS)
              .append(
                  members.stream()
                      .mapToDouble(row -> rows.doubleColumn(SECONDS).getDouble(row))
                      .filter(Double::isFinite) // a row may lack it, if the process was held
                      .average()
                      .orElse(Double.NaN));
        });
    return table;
  }

  private static String votes(int sifters) {
    return sifters == 1 ? "1 sifter" : sifters + " sifters";
  }
}
