package org.metasift.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.attack.AttackSpec;
import org.metasift.attack.Pattern;
import org.metasift.attack.PoisonedSet;
import org.metasift.compute.FarRunner;
import org.metasift.compute.TaskRunner;
import org.metasift.compute.TaskRunners;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.data.TinyImages;
import org.metasift.eval.Figure;
import org.metasift.eval.Roc;
import org.metasift.io.Records;
import org.metasift.report.Tables;
import org.metasift.sift.baseline.ClassMeanDistance;
import org.metasift.sift.baseline.RandomPick;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.metasift.MetaSift;
import tech.tablesaw.api.Table;

/** Cells are the same wherever they are computed. */
class NcrTableTest {
  private static final List<AttackSpec> ATTACKS =
      List.of(
          new AttackSpec("badnets", 1, null, null, null, null), AttackSpec.of("random-label-flip"));
  private static final List<String> SIFTERS = List.of("dcm", "random", "sf-least");

  @TempDir private Path folder;

  private List<NcrTable.Cell> cells(String place, TaskRunner runner, List<NcrTable.Cell> told) {
    final ImageSet images = TinyImages.of(8, 3, 1, 20, 20, 20);
    final NcrTable table =
        new NcrTable(
            folder.resolve(place),
            new Split(images, images, "tiny"),
            15,
            MetaSift.Settings.compact());
    return table.run(ATTACKS, SIFTERS, List.of(0L), (cell, kept) -> told.add(cell), runner).stream()
        .map(cell -> Records.with(cell, "seconds", 0.0))
        .toList();
  }

  @Test
  void whereCellsAreComputedAndInWhichOrderChangesNothing() {
    final List<NcrTable.Cell> inOrder = new ArrayList<>();
    final List<NcrTable.Cell> here = cells("here", TaskRunners.here(), inOrder);
    assertThat(here).hasSize(6);
    assertThat(inOrder).extracting(NcrTable.Cell::ncr).isEqualTo(ncr(here));
    final List<NcrTable.Cell> asTheyCome = new ArrayList<>();
    assertThat(cells("far", new FarRunner(2), asTheyCome)).isEqualTo(here);
    assertThat(asTheyCome.get(0).attack()).isEqualTo("random-label-flip");
    assertThat(asTheyCome).hasSize(6);
    assertThat(cells("alone", new FarRunner(9), new ArrayList<>())).isEqualTo(here);
    final List<NcrTable.Cell> kept = new ArrayList<>();
    assertThat(cells("far", TaskRunners.here(), kept)).isEqualTo(here);
    assertThat(kept).containsExactlyInAnyOrderElementsOf(asTheyCome);
  }

  @Test
  void onlyCellsThatAreNotKeptAreOpen() {
    assertThat(open("open", SIFTERS)).containsExactly(SIFTERS, SIFTERS);
    assertThat(folder.resolve("open")).doesNotExist();
    cells("open", TaskRunners.here(), new ArrayList<>());
    assertThat(open("open", List.of("random", "self-if", "dcm")))
        .containsExactly(List.of("self-if"), List.of("self-if"));
    assertThat(open("open", SIFTERS)).containsExactly(List.of(), List.of());
  }

  private List<List<String>> open(String place, List<String> sifters) {
    final ImageSet images = TinyImages.of(8, 3, 1, 20, 20, 20);
    return new KeptCells(
            folder.resolve(place),
            new Split(images, images, "tiny"),
            15,
            new SifterSettings(MetaSift.Settings.compact()))
        .missing(ATTACKS, sifters, List.of(0L)).stream().map(KeptCells.Open::sifters).toList();
  }

  /** Counts the tasks that it is given and runs none. */
  private static final class Counter implements TaskRunner {
    private final int slots;
    private int count;

    Counter(int slots) {
      this.slots = slots;
    }

    @Override
    public int slots() {
      return slots;
    }

    @Override
    public <T extends Serializable> Shared<T> share(T value) {
      return () -> value;
    }

    @Override
    public <R> void run(List<? extends Task<R>> tasks, BooleanSupplier enough, Told<R> told) {
      count += tasks.size();
    }

    @Override
    public void close() {
      // nothing was opened
    }
  }

  @Test
  void cellsThatShareAPoisonedSetAreOneTaskUnlessProcessesWouldStandIdle() {
    for (final int[] slotsAndTasks : new int[][] {{1, 4}, {4, 4}, {5, 12}}) {
      final Counter runner = new Counter(slotsAndTasks[0]);
      final List<NcrTable.Cell> none =
          small(15).run(ATTACKS, SIFTERS, List.of(0L, 1L), (cell, kept) -> {}, runner);
      assertThat(none).isEmpty();
      assertThat(runner.count).isEqualTo(slotsAndTasks[1]);
    }
  }

  /** How many cells are kept after a table of one sifter and the attack that takes no time. */
  private int kept(String sifter, ImageSet train, ImageSet test, MetaSift.Settings settings) {
    new NcrTable(folder.resolve(sifter), new Split(train, test, "tiny"), 15, settings)
        .run(
            List.of(AttackSpec.of("random-label-flip")),
            List.of(sifter),
            List.of(0L),
            (cell, kept) -> {});
    final String file = "jdbc:sqlite:" + folder.resolve(sifter).resolve(NcrTable.FILE);
    try (Connection cells = DriverManager.getConnection(file);
        ResultSet count = cells.createStatement().executeQuery("select count(*) from cells")) {
      return count.getInt(1);
    } catch (final SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aCellHoldsForItsSettingsToTheLastDigitAndForBothPartsOfTheData() {
    final ImageSet train = TinyImages.of(8, 3, 1, 20, 20, 20);
    final ImageSet test = TinyImages.of(8, 3, 2, 5, 5, 5);
    final MetaSift.Settings settings =
        MetaSift.Settings.compact()
            .withWidth(2)
            .withSifters(1)
            .withWarmupAccuracy(0.35)
            .withWeigherLearningRate(0.0101);
    assertThat(kept("meta-sift", train, test, settings)).isEqualTo(1);
    assertThat(kept("meta-sift", train, test, settings)).isEqualTo(1);
    assertThat(kept("meta-sift", train, test, settings.withWeigherLearningRate(0.0104)))
        .isEqualTo(2);
    assertThat(kept("meta-sift", train, test, settings.withWarmupAccuracy(0.354))).isEqualTo(3);
    assertThat(kept("meta-sift", train, train, settings)).isEqualTo(4);
    assertThat(kept("meta-sift", test, test, settings)).isEqualTo(5);
  }

  @Test
  void aCellIsNotComputedAgainForSettingsThatItsSifterDoesNotTake() {
    final ImageSet images = TinyImages.of(8, 3, 1, 20, 20, 20);
    final MetaSift.Settings settings = MetaSift.Settings.compact().withWidth(2);
    for (final String sifter : List.of("random", "dcm", "loss-scan")) {
      assertThat(kept(sifter, images, images, settings)).isEqualTo(1);
      assertThat(kept(sifter, images, images, settings.withSifters(9).withTopK(3))).isEqualTo(1);
      assertThat(kept(sifter, images, images, settings.withWidth(3)))
          .isEqualTo(sifter.equals("loss-scan") ? 2 : 1);
    }
  }

  @Test
  void aTableOfNothingButCleanPicksIsReadBack() {
    final NcrTable.Cell clean =
        new NcrTable.Cell("badnets", "meta-sift", 0, 0.0, 0, 1000, 80.0, "from clean.csv");
    final Path file = folder.resolve("clean.csv");
    Tables.save(NcrTable.table(List.of(clean)), file);
    assertThat(NcrTable.load(file)).containsExactly(clean);
  }

  @Test
  void aCellHoldsForWhatTheTriggersFileHeld() {
    final ImageSet images = TinyImages.of(8, 3, 1, 20, 20, 20);
    final Path file = folder.resolve("trigger.npy");
    final List<AttackSpec> smooth =
        List.of(new AttackSpec("smooth", 1, null, null, null, file.toString()));
    final Split split = new Split(images, images, "tiny");
    final List<Boolean> again = new ArrayList<>();
    for (final double factor : new double[] {0.5, 0.4, 0.5}) {
      Pattern.noise(images, 1).times(factor).write(file);
      final NcrTable table =
          new NcrTable(folder.resolve("given"), split, 15, MetaSift.Settings.compact());
      final List<NcrTable.Cell> cells =
          table.run(smooth, List.of("dcm"), List.of(0L), (cell, kept) -> again.add(kept));
      final PoisonedSet truth = smooth.get(0).build(images).poison(images, 0);
      assertThat(cells.get(0).auroc())
          .isEqualTo(
              Roc.of(truth, new ClassMeanDistance().rank(truth.images(), 0)).auroc().percent());
    }
    assertThat(again).containsExactly(false, false, true);
  }

  @Test
  void aCellHoldsHowWellTheWholeRankingTellsPoison() {
    final ImageSet images = TinyImages.of(8, 3, 1, 1000, 1000);
    final List<NcrTable.Cell> cells =
        new NcrTable(
                folder.resolve("judged"),
                new Split(images, images, "tiny"),
                15,
                MetaSift.Settings.compact())
            .run(ATTACKS, List.of("random"), List.of(0L), (cell, kept) -> {});
    assertThat(cells).hasSize(2);
    for (int k = 0; k < 2; k++) {
      final PoisonedSet truth = ATTACKS.get(k).build(images).poison(images, 0);
      final Roc roc = Roc.of(truth, new RandomPick().rank(truth.images(), 0));
      final NcrTable.Cell cell = cells.get(k);
      assertThat(List.of(cell.auroc(), cell.tprAt1(), cell.tprAt5()))
          .isEqualTo(roc.figures().stream().map(Figure::percent).toList())
          .doesNotHaveDuplicates();
      final String auroc = String.format(Locale.ROOT, "%.3f", cell.auroc());
      assertThat(CellTable.judged(cells).get(0).stringColumn("random").get(k)).isEqualTo(auroc);
      assertThat(cell.toString())
          .contains(String.format(Locale.ROOT, ", AUROC %.1f %%", cell.auroc()));
    }
    assertThat(CellTable.judged(cells))
        .extracting(Table::name)
        .containsExactly(
            "AUROC in percent, within the class, by attack and sifter",
            "TPR@1%FPR in percent, within the class, by attack and sifter",
            "TPR@5%FPR in percent, within the class, by attack and sifter");
  }

  /** A file of cells as it was before rankings were judged: the cells stay, without figures. */
  @Test
  void aCellFromBeforeIsKeptAndLacksThem() throws SQLException {
    final List<NcrTable.Cell> now = cells("before", TaskRunners.here(), new ArrayList<>());
    final String file = "jdbc:sqlite:" + folder.resolve("before").resolve(NcrTable.FILE);
    try (Connection cells = DriverManager.getConnection(file)) {
      cells.createStatement().execute("drop table rankings");
    }
    final List<NcrTable.Cell> before = cells("before", new Counter(1), new ArrayList<>());
    assertThat(before).isEqualTo(now.stream().map(cell -> cell.with(null, null, null)).toList());
    assertThat(CellTable.judged(before)).isEmpty();
    assertThat(NcrTable.table(before).columnNames()).doesNotContain("AUROC (%)");
    final List<NcrTable.Cell> some = new ArrayList<>(before);
    some.set(1, now.get(1));
    final Path csv = folder.resolve("some.csv");
    Tables.save(NcrTable.table(some), csv);
    assertThat(NcrTable.load(csv))
        .isEqualTo(
            some.stream().map(cell -> Records.with(cell, "conditions", "from some.csv")).toList());
    assertThat(CellTable.judged(some).get(0).stringColumn("dcm").asList()).containsOnly("-");
  }

  private NcrTable small(int budget) {
    final ImageSet images = TinyImages.of(8, 3, 1, 20, 20, 20);
    return new NcrTable(
        folder.resolve("small"),
        new Split(images, images, "tiny"),
        budget,
        MetaSift.Settings.compact());
  }

  @Test
  void whatIsNamedTwiceCountsOnce() {
    final AttackSpec flip = AttackSpec.of("random-label-flip");
    final List<NcrTable.Cell> told = new ArrayList<>();
    final List<NcrTable.Cell> cells =
        small(15)
            .run(
                List.of(flip, AttackSpec.of("noisy-label")),
                List.of("random", "Random"),
                List.of(0L, 0L),
                (cell, kept) -> told.add(cell));
    assertThat(cells).hasSize(1).isEqualTo(told);
  }

  @Test
  void whatCannotBeDoneIsRefusedBeforeAnyWorkAndAnyFile() {
    final List<AttackSpec> flip = List.of(AttackSpec.of("random-label-flip"));
    final List<AttackSpec> both = List.of(flip.get(0), AttackSpec.of("badnets"));
    final List<NcrTable.Cell> told = new ArrayList<>();
    assertThatThrownBy(
            () ->
                small(61).run(flip, List.of("random"), List.of(0L), (cell, kept) -> told.add(cell)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("budget is 61; 3 (one image a class) to 60 (the whole set) is allowed");
    assertThatThrownBy(
            () ->
                small(15).run(both, List.of("random"), List.of(0L), (cell, kept) -> told.add(cell)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("badnets (target class 38 is unknown");
    assertThat(told).isEmpty();
    assertThat(folder.resolve("small")).doesNotExist();
  }

  private static List<Double> ncr(List<NcrTable.Cell> cells) {
    return cells.stream().map(NcrTable.Cell::ncr).toList();
  }
}
