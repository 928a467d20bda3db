package org.metasift.sift;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.metasift.data.ImageSet;
import org.metasift.data.SignSet;
import org.metasift.report.BenchCharts;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What a whole pick by Meta-Sift costs, and how time and memory grow with the images, the sifters
 * and the classes. Each pick has a process of its own, so that its peak memory is its own. The
 * pictures are the embedded signs, over and over, the labels drawn up anew: neither changes the
 * price.
 */
final class WorkBench {
  private static final double[] FACTORS = {1, 2, 4};

  /** One pick. */
  private record Work(int images, int sifters, int classes, int width) {
    /** One sifter and 43 classes, one of the three grown. */
    static Work grown(String what, double factor, int images, int width) {
      return new Work(
          (int) (images * (what.equals("images") ? factor : 1)),
          (int) (what.equals("sifters") ? factor : 1),
          (int) (43 * (what.equals("classes") ? factor : 1)),
          width);
    }

    List<String> arguments() {
      return IntStream.of(images, sifters, classes, width).mapToObj(Integer::toString).toList();
    }
  }

  /** What it cost: seconds of the pick alone; the largest resident memory of its process. */
  private record Price(double seconds, double megabytes) {}

  private WorkBench() {}

  /** The process of one pick: images, sifters, classes, width; prints seconds and megabytes. */
  public static void main(String[] args) throws IOException {
    final int[] given = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
    final ImageSet images = images(given[0], given[2]);
    // the labels mean nothing here: no warm-up could reach an accuracy
    final MetaSift.Settings settings =
        MetaSift.Settings.compact()
            .withWidth(given[3])
            .withSifters(given[1])
            .withWarmupAccuracy(0);
    final long start = System.nanoTime();
    new MetaSift(settings).pick(images, given[2], 0);
    System.out.printf(
        Locale.ROOT, "%.3f %.0f%n", (System.nanoTime() - start) / 1e9, peakMegabytes());
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
        signs.height(),
        signs.width(),
        signs.channels(),
        IntStream.range(0, classes).mapToObj(c -> "class " + c).toList(),
        IntStream.range(0, count).mapToObj(Integer::toString).toList());
  }

  /** The kernel's own high-water mark; NaN where it does not tell. */
  private static double peakMegabytes() throws IOException {
    final Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }

  /**
   * Measures and saves the table and its charts.
   *
   * @param images of the least work
   * @param width of the sifters' networks
   * @param largest factor of the work
   */
  static Table run(int images, int width, double largest, Path folder) throws IOException {
    final double[] factors = Arrays.stream(FACTORS).filter(f -> f <= largest).toArray();
    final StringColumn kind = StringColumn.create("work grows by");
    final List<IntColumn> sizes =
        List.of(
            IntColumn.create("images"), IntColumn.create("sifters"), IntColumn.create("classes"));
    final DoubleColumn seconds = DoubleColumn.create("seconds");
    final DoubleColumn speed = DoubleColumn.create("images/s a sifter");
    final DoubleColumn memory = DoubleColumn.create("peak memory (MB)");
    final Map<String, double[]> times = new LinkedHashMap<>();
    final Map<String, double[]> peaks = new LinkedHashMap<>();
    final Map<Work, Price> known = new HashMap<>();
    for (final String grows : List.of("images", "sifters", "classes")) {
      for (int k = 0; k < factors.length; k++) {
        final Work work = Work.grown(grows, factors[k], images, width);
        if (!known.containsKey(work)) {
          known.put(work, measured(work));
        }
        final Price price = known.get(work);
        kind.append(grows);
        sizes.get(0).append(work.images());
        sizes.get(1).append(work.sifters());
        sizes.get(2).append(work.classes());
        seconds.append(price.seconds());
        speed.append(work.images() * work.sifters() / price.seconds());
        memory.append(price.megabytes());
        times.computeIfAbsent(grows, name -> new double[factors.length])[k] = price.seconds();
        peaks.computeIfAbsent(grows, name -> new double[factors.length])[k] = price.megabytes();
      }
    }
    Files.createDirectories(folder);
    BenchCharts.growth("Time of a pick", "times as long", factors, relative(times))
        .save(folder.resolve("time.png"));
    BenchCharts.growth("Peak memory of a pick", "times as much", factors, relative(peaks))
        .save(folder.resolve("memory.png"));
    final Table table = Table.create("A whole pick by Meta-Sift, width " + width, kind);
    sizes.forEach(table::addColumns);
    return table.addColumns(seconds, speed, memory);
  }

  private static Map<String, double[]> relative(Map<String, double[]> prices) {
    final Map<String, double[]> relative = new LinkedHashMap<>();
    prices.forEach(
        (name, all) ->
            relative.put(name, Arrays.stream(all).map(price -> price / all[0]).toArray()));
    return relative;
  }

  private static Price measured(Work work) throws IOException {
    System.err.println(work);
    final List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), WorkBench.class.getName()));
    command.addAll(work.arguments());
    final Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader()) {
      final String line = out.readLine();
      if (line == null) {
        throw new IOException("the process of %s ended early".formatted(work));
      }
      final String[] parts = line.split(" ");
      return new Price(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
    } finally {
      process.destroy();
    }
  }
}
