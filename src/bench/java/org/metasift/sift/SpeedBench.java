package org.metasift.sift;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.metasift.attack.BadNets;
import org.metasift.data.DeviceImages;
import org.metasift.data.ImageSet;
import org.metasift.data.NpyImages;
import org.metasift.data.SignSet;
import org.metasift.defense.IBau;
import org.metasift.nn.Adam;
import org.metasift.nn.Architecture;
import org.metasift.nn.LiveNetwork;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.SmallVgg16;
import org.metasift.nn.Training;
import org.metasift.report.BenchCharts;
import org.metasift.report.Tables;
import org.metasift.run.Compute;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Ours beside PyTorch, in one run, in turn: one of ours, one of theirs, and so on; medians and the
 * ratio between them. Both have the same images, batch size and number of threads. Run by {@code
 * ./metasift bench}, which installs PyTorch into an environment of its own.
 */
final class SpeedBench {
  private static final int BATCH = 128;

  private final Settings settings;
  private final ImageSet images;
  private final Path data;

  /** How often and how much: quick is for a look, full for a figure to keep. */
  private record Settings(
      String name,
      int stepRepeats,
      int longRepeats,
      int base,
      int rounds,
      int images,
      double largest) {
    static final Settings QUICK = new Settings("quick", 5, 1, 256, 1, 2_000, 2);
    static final Settings FULL = new Settings("full", 15, 3, 1000, 5, 6_500, 4);
  }

  /**
   * One kind of work.
   *
   * @param peer what the other side calls it
   * @param goal the ratio aimed at
   */
  private record Job(String name, String peer, double goal, int repeats, Mine mine) {}

  /** Our side: makes itself ready below a manager and gives what is timed. */
  @FunctionalInterface
  private interface Mine {
    Runnable ready(NDManager root);
  }

  private SpeedBench(Settings settings, ImageSet images, Path data) {
    this.settings = settings;
    this.images = images;
    this.data = data;
  }

  public static void main(String[] args) throws IOException {
    final List<String> given = List.of(args).subList(3, args.length);
    final Settings settings = given.contains("--quick") ? Settings.QUICK : Settings.FULL;
    final Path data = Files.createTempDirectory("metasift-bench");
    final ImageSet images = BadNets.paper().poison(SignSet.make(0).train(), 0).images();
    NpyImages.write(images, data);
    final SpeedBench bench = new SpeedBench(settings, images, data);
    try (Peer peer = new Peer(Path.of(args[0]), Path.of(args[1]), data)) {
      System.out.printf("%s%n%s%n%s%n", Compute.describe(), peer.version(), settings);
      final Path out = Path.of(args[2]);
      bench.keep(bench.speed(peer), "speed", peer, out);
      final Table work = WorkBench.run(settings.images(), 16, settings.largest(), out);
      System.out.println(Tables.text(work));
      bench.keep(work, "work", peer, out);
    } finally {
      for (final String name : List.of(NpyImages.IMAGES, NpyImages.LABELS)) {
        Files.deleteIfExists(data.resolve(name));
      }
      Files.deleteIfExists(data);
    }
  }

  private List<Job> jobs() {
    final int steps = settings.stepRepeats();
    return List.of(
        plain("ResNet-18 width 16", new ResNet18(16, 3, 43), "plain resnet 16", steps),
        plain("ResNet-18 width 64", new ResNet18(64, 3, 43), "plain resnet 64", 1 + steps / 3),
        plain("small VGG-16", new SmallVgg16(3, 43), "plain vgg 0", steps),
        sift(16, steps),
        sift(64, 1 + steps / 3),
        new Job(
            "I-BAU, %d images, %d rounds".formatted(settings.base(), settings.rounds()),
            "ibau %d %d".formatted(settings.base(), settings.rounds()),
            0.6,
            settings.longRepeats(),
            root -> {
              final ImageSet base = images.select(IntStream.range(0, settings.base()).toArray());
              final Network network = Network.untrained(new SmallVgg16(3, 43), 0);
              final IBau ibau = new IBau(IBau.Settings.compact().withRounds(settings.rounds()));
              return () -> ibau.purify(network, base, 0);
            }),
        new Job(
            "DCM, %,d images".formatted(images.size()),
            "dcm 1000",
            0.02,
            settings.stepRepeats(),
            root -> () -> new ClassMeanDistance().pick(images, 1000, 0)));
  }

  private Job plain(String name, Architecture architecture, String peer, int repeats) {
    return new Job(
        "plain step, " + name,
        peer,
        1.1,
        repeats,
        root -> {
          final LiveNetwork live = LiveNetwork.open(Network.untrained(architecture, 0), root);
          final DeviceImages resident = DeviceImages.open(images, root);
          final Adam adam = new Adam(live.parameters(), 0.9, 0.999, 0.01);
          return () -> Training.step(live, resident, first(), adam, 1e-4);
        });
  }

  private Job sift(int width, int repeats) {
    return new Job(
        "Meta-Sift step, ResNet-18 width " + width,
        "sift " + width,
        0.33,
        repeats,
        root -> {
          final LiveNetwork live =
              LiveNetwork.open(Network.untrained(new ResNet18(width, 3, 43), 0), root);
          final DeviceImages resident = DeviceImages.open(images, root);
          final SiftStep work =
              new SiftStep(
                  live,
                  Weigher.untrained(root, 9),
                  new Adam(live.parameters(), 0.9, 0.95, 0.05),
                  MetaSift.Settings.compact().withWidth(width));
          return () -> {
            try (NDManager step = live.manager().newSubManager()) {
              work.take(step, resident.batch(step, first()), resident.labels(step, first()));
            }
          };
        });
  }

  private static int[] first() {
    return IntStream.range(0, BATCH).toArray();
  }

  private Table speed(Peer peer) throws IOException {
    final StringColumn work = StringColumn.create("work");
    final IntColumn repeats = IntColumn.create("repeats");
    final List<DoubleColumn> seconds =
        List.of(
            DoubleColumn.create("ours (s)"),
            DoubleColumn.create("fastest"),
            DoubleColumn.create("slowest"),
            DoubleColumn.create("PyTorch (s)"),
            DoubleColumn.create("fastest of PyTorch"),
            DoubleColumn.create("slowest of PyTorch"));
    final DoubleColumn ratio = DoubleColumn.create("ours / PyTorch");
    final DoubleColumn goal = DoubleColumn.create("goal");
    for (final Job job : jobs()) {
      System.err.println(job.name());
      final List<Double> ours = new ArrayList<>();
      final List<Double> theirs = new ArrayList<>();
      peer.prepare(job.peer());
      try (NDManager root = Compute.open()) {
        final Runnable mine = job.mine().ready(root);
        if (job.repeats() > 1) { // the first time is for warming up
          mine.run();
          peer.run();
        }
        for (int k = 0; k < job.repeats(); k++) {
          ours.add(timed(mine));
          theirs.add(peer.run());
        }
      }
      work.append(job.name());
      repeats.append(job.repeats());
      final double[] figures = {
        median(ours), least(ours), most(ours), median(theirs), least(theirs), most(theirs)
      };
      IntStream.range(0, figures.length).forEach(k -> seconds.get(k).append(figures[k]));
      ratio.append(figures[0] / figures[3]);
      goal.append(job.goal());
    }
    final Table table = Table.create("speed", work, repeats);
    seconds.forEach(table::addColumns);
    table.addColumns(ratio, goal);
    System.out.println(Tables.text(table));
    return table;
  }

  /** As CSV, each row with when, where and how, and the ratios as a chart. */
  private void keep(Table table, String name, Peer peer, Path folder) throws IOException {
    Files.createDirectories(folder);
    if (table.containsColumn("ours / PyTorch")) {
      BenchCharts.ratios(
              table.stringColumn("work").asList(), table.doubleColumn("ours / PyTorch").asList())
          .save(folder.resolve("speed.png"));
    }
    final String time = LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
    final Path file = folder.resolve("%s-%s.csv".formatted(name, time.replace(':', '-')));
    table.addColumns(
        constant("when", time, table.rowCount()),
        constant("machine", Compute.describe(), table.rowCount()),
        constant("peer", peer.version(), table.rowCount()),
        constant("settings", settings.toString(), table.rowCount()));
    Tables.save(table, file);
    System.out.printf(Locale.ROOT, "%nSaved %s%n", file);
  }

  private static StringColumn constant(String name, String value, int rows) {
    return StringColumn.create(name, IntStream.range(0, rows).mapToObj(k -> value));
  }

  private static double timed(Runnable work) {
    final long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(List<Double> values) {
    final List<Double> sorted = values.stream().sorted().toList();
    final int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static double least(List<Double> values) {
    return values.stream().mapToDouble(x -> x).min().orElseThrow();
  }

  private static double most(List<Double> values) {
    return values.stream().mapToDouble(x -> x).max().orElseThrow();
  }
}
