package org.metasift.sift.metasift;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.metasift.attack.BadNets;
import org.metasift.bench.BenchRecord;
import org.metasift.bench.OwnProcess;
import org.metasift.bench.Scratch;
import org.metasift.bench.Times;
import org.metasift.data.ImageSet;
import org.metasift.data.signs.SignSet;
import org.metasift.report.BenchCharts;
import org.metasift.report.Chart;
import org.metasift.report.Tables;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a whole pick by Meta-Sift costs: as it is used, on the embedded signs under BadNets; and how
 * time and memory grow with the images, the sifters and the classes. Each pick has a process of its
 * own, so that its peak memory is its own; the engine is loaded and warm before the clock starts.
 * Where the work grows, the pictures are the embedded signs, over and over, the labels drawn up
 * anew, which no network can learn: there the warm-up is held at its one epoch. What is picked from
 * the signs warms up as far as its settings say.
 */
final class WorkBench {
  private static final String WORK = "work";
  private static final double[] FACTORS = {1, 2, 4};
  private static final List<String> KINDS = List.of("images", "sifters", "classes");

  /** One pick of the growing work; with 0 images the pick from the embedded signs. */
  private record Work(int images, int sifters, int classes) {
    static final Work WHOLE = new Work(0, 0, 0);

    /** One sifter and 43 classes, one of the three grown. */
    static Work grown(String what, double factor, int images) {
      return new Work(
          (int) (images * (what.equals("images") ? factor : 1)),
          (int) (what.equals("sifters") ? factor : 1),
          (int) (43 * (what.equals("classes") ? factor : 1)));
    }

    List<String> arguments() {
      return IntStream.of(images, sifters, classes).mapToObj(Integer::toString).toList();
    }
  }

  /**
   * What it cost, several times.
   *
   * @param seconds of the pick alone
   * @param megabytes the largest resident memory of its process
   */
  private record Price(int images, int sifters, List<Double> seconds, List<Double> megabytes) {
    double time() {
      return Times.median(seconds);
    }

    double memory() {
      return Times.median(megabytes);
    }
  }

  private WorkBench() {}

  /**
   * The process of one pick: images, sifters, classes; prints images, sifters, seconds and
   * megabytes.
   */
  public static void main(String[] args) throws IOException {
    try (Scratch scratch = Scratch.open()) { // for its clean stop
      pick(Arrays.stream(args).mapToInt(Integer::parseInt).toArray());
    }
  }

  private static void pick(int... given) throws IOException {
    final boolean whole = given[0] == 0;
    final ImageSet images =
        whole
            ? BadNets.paper().poison(SignSet.make(0).train(), 0).images()
            : images(given[0], given[2]);
    final MetaSift.Settings settings =
        whole
            ? MetaSift.Settings.compact().fittedTo(images.size())
            : MetaSift.Settings.compact().withSifters(given[1]).withWarmupAccuracy(0);
    new MetaSift(MetaSift.Settings.compact().withSifters(1).withWarmupAccuracy(0).withViews(1))
        .pick(images(256, 43), 43, 0); // loads the engine, warms up Java
    final long start = System.nanoTime();
    new MetaSift(settings).pick(images, whole ? 1000 : given[2], 0);
    System.out.printf(
        Locale.ROOT,
        "%d %d %.3f %.0f%n",
        images.size(),
        settings.sifters(),
        (System.nanoTime() - start) / 1e9,
        OwnProcess.peakMegabytes());
  }

  private static ImageSet images(int count, int classes) {
    final ImageSet signs = SignSet.small(0).train();
    final int each = signs.height() * signs.width() * signs.channels();
    final byte[] pixels = new byte[count * each];
    final int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(signs.pixels(i % signs.size()), 0, pixels, i * each, each);
      labels[i] = i % classes;
    }
    return ImageSet.of(
        pixels,
        labels,
        signs.shape(),
        IntStream.range(0, classes).mapToObj(c -> "class " + c).toList(),
        IntStream.range(0, count).mapToObj(Integer::toString).toList());
  }

  /** Measures, keeps each price as soon as it is known, and draws the charts. */
  static void run(SpeedBench.Settings settings, BenchRecord to) throws IOException {
    final double[] factors = Arrays.stream(FACTORS).filter(f -> f <= settings.largest()).toArray();
    final Map<Work, Price> known = new LinkedHashMap<>();
    for (final String grows : KINDS) {
      for (final double factor : factors) {
        final Work work = Work.grown(grows, factor, settings.images());
        if (!known.containsKey(work)) {
          known.put(work, kept(work, factor > 2 ? 1 : settings.pickRepeats(), to));
        }
      }
    }
    if (settings.full()) {
      known.put(Work.WHOLE, kept(Work.WHOLE, settings.pickRepeats(), to));
    }
    System.out.println(Tables.text(table(known)));
    chart("Time of a pick", "times as long", Price::time, known, factors, settings)
        .save(to.folder().resolve(settings.chart("time")));
    if (known.values().stream().mapToDouble(Price::memory).allMatch(Double::isFinite)) {
      chart("Peak memory of a pick", "times as much", Price::memory, known, factors, settings)
          .save(to.folder().resolve(settings.chart("memory")));
    } else {
      System.out.println("No chart of the memory: this system does not tell a process' peak.");
    }
    to.tell(WORK);
  }

  private static Price kept(Work work, int repeats, BenchRecord to) throws IOException {
    final Price price = measured(work, repeats);
    to.add(table(Map.of(work, price)), WORK);
    return price;
  }

  private static Chart chart(
      String title,
      String unit,
      ToDoubleFunction<Price> price,
      Map<Work, Price> known,
      double[] factors,
      SpeedBench.Settings settings) {
    final Map<String, double[]> relative = new LinkedHashMap<>();
    for (final String grows : KINDS) {
      final double[] all =
          Arrays.stream(factors)
              .map(f -> price.applyAsDouble(known.get(Work.grown(grows, f, settings.images()))))
              .toArray();
      relative.put(grows, Arrays.stream(all).map(each -> each / all[0]).toArray());
    }
    return BenchCharts.growth(title, unit, factors, relative);
  }

  private static Table table(Map<Work, Price> known) {
    final Table table =
        Table.create(
            "A pick by Meta-Sift in the compact profile; but for the whole pick the warm-up is held"
                + " at one epoch",
            StringColumn.create(
                "pick", known.keySet().stream().map(w -> w.equals(Work.WHOLE) ? "whole" : "part")),
            integers("images", known, Price::images),
            integers("sifters", known, Price::sifters));
    final List<Integer> classes =
        known.keySet().stream().map(work -> work.equals(Work.WHOLE) ? 43 : work.classes()).toList();
    return table.addColumns(
        IntColumn.create("classes", classes.stream().mapToInt(c -> c).toArray()),
        integers("repeats", known, price -> price.seconds().size()),
        numbers("seconds", known, Price::time),
        numbers("fastest", known, price -> Times.least(price.seconds())),
        numbers("slowest", known, price -> Times.most(price.seconds())),
        numbers("images/s a sifter", known, p -> p.images() * p.sifters() / p.time()),
        numbers("peak memory (MB)", known, Price::memory));
  }

  private static IntColumn integers(
      String name, Map<Work, Price> known, ToIntFunction<Price> value) {
    return IntColumn.create(name, known.values().stream().mapToInt(value).toArray());
  }

  private static DoubleColumn numbers(
      String name, Map<Work, Price> known, ToDoubleFunction<Price> value) {
    return DoubleColumn.create(name, known.values().stream().mapToDouble(value).toArray());
  }

  private static Price measured(Work work, int repeats) throws IOException {
    final List<String[]> told = new ArrayList<>();
    for (int k = 0; k < repeats; k++) {
      System.err.println(work.equals(Work.WHOLE) ? "a whole pick" : work.toString());
      told.add(OwnProcess.run(WorkBench.class, work.arguments()));
    }
    return new Price(
        Integer.parseInt(told.get(0)[0]),
        Integer.parseInt(told.get(0)[1]),
        told.stream().map(parts -> Double.valueOf(parts[2])).toList(),
        told.stream().map(parts -> Double.valueOf(parts[3])).toList());
  }
}
