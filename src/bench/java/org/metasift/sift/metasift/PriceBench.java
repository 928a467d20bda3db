package org.metasift.sift.metasift;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.metasift.attack.BadNets;
import org.metasift.bench.BenchRecord;
import org.metasift.bench.OwnProcess;
import org.metasift.bench.Times;
import org.metasift.data.ImageSet;
import org.metasift.data.signs.SignSet;
import org.metasift.report.Tables;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.catalog.Sifters;
import org.metasift.sift.panel.Panel;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a pick by the panel costs beside one by Meta-Sift in the compact profile: seconds and peak
 * memory, in turn, a process for each pick. Embedded signs under BadNets, 1,000 asked for. Run by
 * {@code ./metasift bench price}.
 */
final class PriceBench {
  private static final List<String> SIFTERS = List.of("panel", "meta-sift");
  private static final int REPEATS = 3;
  private static final int BUDGET = 1000;

  private PriceBench() {}

  /** With a folder: all picks; with a sifter and a seed: the process of one. */
  public static void main(String[] args) throws IOException {
    if (args.length == 2) {
      pick(args[0], Long.parseLong(args[1]));
      return;
    }
    BenchRecord.checkDevice();
    final BenchRecord to =
        new BenchRecord(Path.of(args[0]), "embedded signs, BadNets, budget " + BUDGET, "none");
    System.out.println(to);
    final List<double[]> panel = new ArrayList<>();
    final List<double[]> metaSift = new ArrayList<>();
    for (int seed = 1; seed <= REPEATS; seed++) {
      for (final String sifter : SIFTERS) {
        final double[] price = once(sifter, seed);
        (sifter.equals("panel") ? panel : metaSift).add(price);
        to.add(row(sifter, seed, price), "price");
      }
    }
    System.out.printf(
        Locale.ROOT,
        "panel / Meta-Sift, median of %d: %.2f of the time, %.2f of the peak memory%n",
        REPEATS,
        ratio(panel, metaSift, 0),
        ratio(panel, metaSift, 1));
    to.tell("price");
  }

  private static double ratio(List<double[]> ours, List<double[]> others, int which) {
    final List<Double> ratios = new ArrayList<>();
    for (int k = 0; k < ours.size(); k++) {
      ratios.add(ours.get(k)[which] / others.get(k)[which]);
    }
    return Times.median(ratios);
  }

  private static Table row(String sifter, int seed, double... price) {
    final Table row =
        Table.create(
            "price",
            StringColumn.create("sifter", sifter),
            IntColumn.create("seed", new int[] {seed}),
            DoubleColumn.create("seconds", new double[] {price[0]}),
            DoubleColumn.create("peak memory (MB)", new double[] {price[1]}));
    System.out.println(Tables.text(row));
    return row;
  }

  private static void pick(String sifter, long seed) throws IOException {
    final ImageSet images = BadNets.paper().poison(SignSet.make(0).train(), seed).images();
    final SifterSettings settings =
        new SifterSettings(
            MetaSift.Settings.compact().fittedTo(images.size()),
            Panel.Settings.standard().fittedTo(images.size()));
    final long start = System.nanoTime();
    Sifters.named(sifter, settings, settings.scout()).pick(images, BUDGET, seed);
    System.out.printf(
        Locale.ROOT, "%.3f %.0f%n", (System.nanoTime() - start) / 1e9, OwnProcess.peakMegabytes());
  }

  private static double[] once(String sifter, long seed) throws IOException {
    System.err.printf("%s, seed %d%n", sifter, seed);
    final String[] told = OwnProcess.run(PriceBench.class, List.of(sifter, Long.toString(seed)));
    return new double[] {Double.parseDouble(told[0]), Double.parseDouble(told[1])};
  }
}
