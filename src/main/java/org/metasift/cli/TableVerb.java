package org.metasift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.metasift.attack.AttackSpec;
import org.metasift.attack.Rehearsal;
import org.metasift.cli.option.BudgetCheck;
import org.metasift.cli.option.DataOption;
import org.metasift.cli.option.DeviceOption;
import org.metasift.cli.option.GridOptions;
import org.metasift.cli.option.HelpGroup;
import org.metasift.cli.option.JsonOption;
import org.metasift.cli.option.MasterOption;
import org.metasift.cli.option.MetaSiftOptions;
import org.metasift.cli.option.PanelOptions;
import org.metasift.compute.Progress;
import org.metasift.compute.Ranges;
import org.metasift.compute.ResultListener;
import org.metasift.compute.TaskRunner;
import org.metasift.experiment.CellTable;
import org.metasift.experiment.KeptCells;
import org.metasift.experiment.NcrTable;
import org.metasift.io.Json;
import org.metasift.io.RunFolder;
import org.metasift.lab.DataSource;
import org.metasift.lab.RunRecord;
import org.metasift.report.Charts;
import org.metasift.report.Tables;
import org.metasift.report.live.ConsoleDisplay;
import org.metasift.report.live.LiveGrid;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.catalog.Sifters;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.panel.Panel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metasift table}: the NCR of sifters under attacks, over seeds. */
@Command(
    name = TableVerb.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    sortOptions = false,
    description = {
      "Compare sifters: their NCR under attacks, over seeds.",
      "Every finished cell is kept: run the same command again to continue after a stop."
    },
    footer = {
      "--out holds cells.sqlite, ncr.csv, ncr.png, ncr.svg and table.json. AUROC, TPR@1%%FPR and TPR@5%%FPR say how well the whole ranking separates poisoned images from clean ones of the same label.",
      "Settings of Meta-Sift also apply to 'no-weigher', and its network to every sifter that trains one, except the panel.",
      "Exit code 1: a network diverged in some cells. They are named and kept as failed; the other cells are not affected.",
      "%nExample:",
      "  metasift table --attacks badnets,narcissus --sifters meta-sift,dcm \\",
      "      --seeds 0,1,2 --out runs/table"
    })
@HelpGroup.MostUsed({"--attacks", "--sifters", "--seeds", "--data", "--out"})
final class TableVerb implements Callable<Integer> {
  static final String NAME = "table";

  @Spec private CommandSpec spec;
  @Mixin private GridOptions grid;

  @Option(
      names = "--sifters",
      split = ",",
      paramLabel = "NAME",
      description = "Sifters to compare (default: all).")
  private List<String> sifters = Sifters.names();

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "Number of images to pick (default: ${DEFAULT-VALUE}).")
  private int budget = 1000;

  @Mixin private MetaSiftOptions metaSift;
  @Mixin private PanelOptions panel;
  @Mixin private DataOption data;
  @Mixin private MasterOption master;
  @Mixin private JsonOption json;
  @Mixin private DeviceOption device;

  @Override
  public Integer call() throws IOException {
    final long start = System.nanoTime();
    Progress.showOn(ConsoleDisplay.onStandardError());
    grid.check();
    final List<String> compared = sifters.stream().map(Sifters::canonical).distinct().toList();
    final List<Long> drawn = grid.seeds();
    Ranges.atLeast("--budget", budget, 1);
    metaSift.checkFor(compared);
    panel.checkFor(compared);
    panel.settings(1);
    metaSift.settings(1); // a wrong setting is told before the work
    final Path out = grid.folder();
    final PrintWriter err = spec.commandLine().getErr();
    final List<NcrTable.Cell> cells;
    final DataSource.LoadedData read;
    final SifterSettings settings;
    try (TaskRunner runner = master.open(device, err)) {
      read = data.open();
      BudgetCheck.check(spec, read.split().train(), budget);
      final List<AttackSpec> named = grid.attacks(read.split().train());
      settings =
          new SifterSettings(
              metaSift.settings(read.split().train().size()),
              panel.settings(read.split().train().size()));
      tellOfAnother(out, read.split().train().fingerprint(), told(settings, compared), err);
      Rehearsal.check(named, read.split());
      if (!master.isGiven()) {
        WaitingTime.ofTable(
                new KeptCells(out, read.split(), budget, settings).missing(named, compared, drawn),
                settings,
                read.split())
            .sharedBy(runner.slots())
            .tell(err);
      }
      cells =
          new NcrTable(out, read.split(), budget, settings)
              .run(named, compared, drawn, keeping(live(named, compared, err), out), runner);
    }
    draw(cells, out);
    final RunRecord.Scene scene = RunRecord.Scene.of(data.source(), read, null, drawn.get(0));
    RunRecord.ofGrid(NAME, scene, told(settings, compared), start, figures(cells), out);
    spec.commandLine().getOut().println(json.wanted() ? Json.text(cells) : text(cells));
    final List<NcrTable.Cell> failed = cells.stream().filter(NcrTable.Cell::failed).toList();
    failed.forEach(err::println);
    notes(cells).forEach(err::println);
    err.flush();
    return failed.isEmpty() ? 0 : 1;
  }

  private LiveGrid live(List<AttackSpec> named, List<String> compared, PrintWriter err) {
    return LiveGrid.on(
        err,
        ConsoleDisplay.isTerminal(),
        named.stream().map(AttackSpec::toString).toList(),
        compared,
        grid.seeds().size());
  }

  /** Shows each cell, and leaves the new ones in the folder as they come. */
  private static ResultListener<NcrTable.Cell> keeping(LiveGrid live, Path out) {
    return (cell, kept) -> {
      live.told(cell, kept);
      if (!kept) {
        Tables.save(NcrTable.table(live.cells()), out.resolve("ncr.csv"));
      }
    };
  }

  /** Leaves the cells in order, whoever was first, and a picture of them. */
  private static void draw(List<NcrTable.Cell> cells, Path out) {
    Tables.save(NcrTable.table(cells), out.resolve("ncr.csv"));
    if (cells.stream().anyMatch(cell -> !cell.failed())) {
      Charts.ncrTable(cells).save(out.resolve("ncr.png"));
      Charts.ncrTable(cells).save(out.resolve("ncr.svg"));
    }
  }

  private static Map<String, Double> figures(List<NcrTable.Cell> cells) {
    final Map<String, Double> figures = new LinkedHashMap<>();
    cells.stream()
        .filter(cell -> !cell.failed())
        .forEach(
            cell ->
                figures.put(
                    "%s, %s, seed %d: NCR".formatted(cell.attack(), cell.sifter(), cell.seed()),
                    cell.ncr()));
    return figures;
  }

  /** What the cells do not show by themselves. */
  private List<String> notes(List<NcrTable.Cell> cells) {
    final List<String> notes = new ArrayList<>();
    final long unjudged =
        cells.stream().filter(cell -> !cell.failed() && cell.auroc() == null).count();
    if (unjudged > 0) {
      notes.add(
          "note: AUROC and TPR are blank for %,d of %,d cells: kept from before they were measured (a new --out computes them), or there is no poisoned image with a clean one of its label beside it"
              .formatted(unjudged, cells.size()));
    }
    final long fewer =
        cells.stream().filter(cell -> !cell.failed() && cell.picked() < budget).count();
    if (fewer > 0) {
      notes.add(
          "note: in %,d of %,d cells a sifter left classes out and picked fewer than %,d images (column picked of ncr.csv); their NCR is of what was picked"
              .formatted(fewer, cells.size(), budget));
    }
    return notes;
  }

  private static String text(List<NcrTable.Cell> cells) {
    final List<String> tables = new ArrayList<>();
    tables.add(Tables.text(NcrTable.summary(cells)));
    CellTable.judged(cells).forEach(table -> tables.add(Tables.text(table)));
    return String.join(System.lineSeparator() + System.lineSeparator(), tables);
  }

  /**
   * What the table was told.
   *
   * @param panel null where no panel is compared
   */
  private record TableSettings(int budget, MetaSift.Settings metaSift, Panel.Settings panel) {
    @Override
    public String toString() {
      return "budget %d, %s%s"
          .formatted(budget, metaSift, panel == null ? "" : "; panel: " + panel);
    }
  }

  private TableSettings told(SifterSettings settings, List<String> compared) {
    return new TableSettings(
        budget, settings.metaSift(), compared.contains("panel") ? settings.panel() : null);
  }

  /** Says so where the folder has a table of other images or settings. */
  private static void tellOfAnother(
      Path out, String images, TableSettings settings, PrintWriter err) throws IOException {
    final Path file = out.resolve(NAME + ".json");
    if (Files.exists(file)) {
      final RunRecord before = RunFolder.readFile(file, RunRecord.class);
      if (!Json.plain(settings).equals(before.plainSettings())
          || !before.fingerprint().equals(images)) {
        err.printf(
            "note: %s holds another table (of data %s, %s); ncr.csv, ncr.png, ncr.svg and table.json are overwritten, its cells stay in %s%n",
            out, before.fingerprint(), before.settings(), NcrTable.FILE);
        err.flush();
      }
    }
  }
}
