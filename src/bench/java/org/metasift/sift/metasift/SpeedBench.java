package org.metasift.sift.metasift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.metasift.attack.BadNets;
import org.metasift.bench.BenchRecord;
import org.metasift.bench.Scratch;
import org.metasift.bench.Times;
import org.metasift.compute.Compute;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.data.array.NpyImages;
import org.metasift.data.gtsrb.Gtsrb;
import org.metasift.data.signs.SignSet;
import org.metasift.report.BenchCharts;
import org.metasift.report.Tables;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Ours beside PyTorch, in one run, in turn: one of ours, one of theirs, and so on; medians and the
 * ratio between them. Both have the same images, batch size, device and number of threads; PyTorch
 * has each work in the memory layout, channels apart or together, in which it is faster there. Run
 * by {@code ./metasift bench}, which installs PyTorch into an environment of its own.
 */
final class SpeedBench {
  private static final String SPEED = "speed";
  private static final int GTSRB = 39_209;
  private static final int COMPILED = 30; // steps until Java's code is compiled for good
  private static final double ALIKE = 1e-4; // rounding: both are float32
  private static final double ALIKE_ON_A_GPU = 0.02; // TF32, sums in any order

  private final Settings settings;
  private final ImageSet images;
  private final Path scratch;
  private final BenchRecord to;
  private final List<Contest.Row> rows = new ArrayList<>();

  /**
   * How often and how much: quick is for a look, full for a figure to keep.
   *
   * @param stepRepeats of a step
   * @param wideRepeats of a step at width 64
   * @param longRepeats of a purification
   * @param base images of a purification
   * @param rounds of a purification
   * @param images of the least pick
   * @param largest factor by which that grows
   * @param pickRepeats of small picks
   */
  record Settings(
      String name,
      int stepRepeats,
      int wideRepeats,
      int longRepeats,
      int base,
      int rounds,
      int images,
      double largest,
      int pickRepeats) {
    static final Settings QUICK = new Settings("quick", 5, 2, 1, 256, 1, 2_000, 2, 1);
    static final Settings FULL = new Settings("full", 15, 5, 3, 1000, 5, 6_500, 4, 3);

    boolean full() {
      return this == FULL;
    }

    /** The name of a chart: a quick one's does not take the place of a full one's. */
    String chart(String what) {
      return what + (full() ? "" : "-quick") + ".png";
    }
  }

  private SpeedBench(Settings settings, ImageSet images, Path scratch, BenchRecord to) {
    this.settings = settings;
    this.images = images;
    this.scratch = scratch;
    this.to = to;
  }

  public static void main(String[] args) throws IOException {
    BenchRecord.checkDevice();
    final List<String> given = List.of(args).subList(3, args.length);
    final Settings settings = given.contains("--quick") ? Settings.QUICK : Settings.FULL;
    final String device =
        Compute.onGpu() ? "cuda:" + Compute.device().getDeviceId() : "cpu"; // in PyTorch's words
    try (Scratch scratch = Scratch.open()) {
      final ImageSet images = BadNets.paper().poison(SignSet.make(0).train(), 0).images();
      NpyImages.write(images, scratch.folder());
      try (Peer peer = new Peer(Path.of(args[0]), Path.of(args[1]), scratch.folder(), device)) {
        final BenchRecord to =
            new BenchRecord(Path.of(args[2]), settings.toString(), peer.version());
        System.out.println(to);
        new SpeedBench(settings, images, scratch.folder(), to).speed(peer);
        WorkBench.run(settings, to);
      }
    }
  }

  private void speed(Peer peer) throws IOException {
    final double apart = peer.difference(16, 2);
    System.out.printf("PyTorch's two ways of Meta-Sift's step move V alike up to %.1e%n", apart);
    final double allowed = Compute.onGpu() ? ALIKE_ON_A_GPU : ALIKE;
    if (!(apart <= allowed)) {
      throw new IllegalStateException(
          "PyTorch's two ways of Meta-Sift's step differ by %.1e; %.1e is allowed"
              .formatted(apart, allowed));
    }
    final Contests contests = new Contests(settings, images, peer);
    hold(contests.steps(16, 2, COMPILED, settings.stepRepeats(), true));
    hold(contests.steps(16, 1, 2, settings.stepRepeats(), settings.full()));
    peer.forget();
    hold(contests.steps(64, 1, 1, settings.wideRepeats(), settings.full()));
    peer.forget();
    hold(contests.vgg());
    hold(contests.ibau(scratch));
    peer.forget();
    hold(dcm(contests));
    peer.forget();
    System.out.println(Tables.text(table(rows)));
    final List<Contest.Row> drawn =
        rows.stream().filter(row -> !row.pair().brief().isEmpty()).toList();
    BenchCharts.ratios(
            peer.name() + " (DCM: NumPy)",
            drawn.stream().map(row -> row.pair().brief()).toList(),
            drawn.stream().map(Contest.Row::ratio).toList())
        .save(to.folder().resolve(settings.chart(SPEED)));
    to.tell(SPEED);
  }

  /** Times what is compared and keeps it. */
  private void hold(Contest contest) throws IOException {
    final List<Contest.Row> found = contest.hold();
    to.add(table(found), SPEED);
    rows.addAll(found);
  }

  /** The real GTSRB where METASIFT_DATASETS names it. */
  static Optional<Split> realSigns() {
    return System.getenv(Gtsrb.FOLDER_VARIABLE) == null
        ? Optional.empty()
        : Gtsrb.find(Path.of("datasets"));
  }

  /** The real GTSRB, else the signs over and over. */
  private Contest dcm(Contests contests) throws IOException {
    final Optional<Split> real = realSigns();
    final ImageSet many =
        real.map(Split::train)
            .orElseGet(
                () ->
                    images.select(IntStream.range(0, GTSRB).map(i -> i % images.size()).toArray()));
    final Path folder = Files.createDirectories(scratch.resolve("many"));
    NpyImages.write(many, folder);
    return contests.dcm(many, folder, real.isPresent() ? "GTSRB" : "the signs repeated");
  }

  private static Table table(List<Contest.Row> rows) {
    final Table table =
        Table.create(
            SPEED,
            StringColumn.create("work", rows.stream().map(row -> row.pair().work())),
            IntColumn.create("warm-ups", rows.stream().mapToInt(Contest.Row::warmUps).toArray()),
            IntColumn.create(
                "repeats", rows.stream().mapToInt(row -> row.ours().size()).toArray()));
    table.addColumns(
        numbers("ours (s)", rows.stream().map(row -> Times.median(row.ours()))),
        numbers("fastest", rows.stream().map(row -> Times.least(row.ours()))),
        numbers("slowest", rows.stream().map(row -> Times.most(row.ours()))),
        StringColumn.create("beside", rows.stream().map(row -> row.pair().other())),
        numbers("other (s)", rows.stream().map(row -> Times.median(row.others()))),
        numbers("its fastest", rows.stream().map(row -> Times.least(row.others()))),
        numbers("its slowest", rows.stream().map(row -> Times.most(row.others()))),
        numbers("ours / other", rows.stream().map(Contest.Row::ratio)),
        numbers("goal", rows.stream().map(row -> row.pair().goal())),
        StringColumn.create("our way", rows.stream().map(Contest.Row::ourRemark)),
        StringColumn.create("its way", rows.stream().map(Contest.Row::otherRemark)));
    return table;
  }

  private static DoubleColumn numbers(String name, Stream<Double> values) {
    return DoubleColumn.create(name, values.mapToDouble(x -> x).toArray());
  }
}
