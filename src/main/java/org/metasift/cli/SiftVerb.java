package org.metasift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metasift.attack.PoisonedSet;
import org.metasift.cli.option.AttackOptions;
import org.metasift.cli.option.BudgetCheck;
import org.metasift.cli.option.DataOption;
import org.metasift.cli.option.DeviceOption;
import org.metasift.cli.option.HelpGroup;
import org.metasift.cli.option.MetaSiftOptions;
import org.metasift.cli.option.OptionNames;
import org.metasift.cli.option.PanelOptions;
import org.metasift.cli.option.ResultOptions;
import org.metasift.cli.option.SeedOption;
import org.metasift.compute.Ranges;
import org.metasift.data.Split;
import org.metasift.eval.Metrics;
import org.metasift.eval.PickVerdict;
import org.metasift.eval.Roc;
import org.metasift.io.RunFolder;
import org.metasift.lab.DataSource;
import org.metasift.lab.Pick;
import org.metasift.lab.RunRecord;
import org.metasift.report.PictureGrid;
import org.metasift.report.SiftReport;
import org.metasift.report.SiftingCharts;
import org.metasift.sift.Collected;
import org.metasift.sift.Sifter;
import org.metasift.sift.catalog.SifterSettings;
import org.metasift.sift.catalog.Sifters;
import org.metasift.sift.metasift.MetaSift;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metasift sift}: picks a base set; with an attack, poisons first and judges the pick. */
@Command(
    name = "sift",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    sortOptions = false,
    description = {
      "Pick the images that can be trusted.",
      "With --attack the set is poisoned first, which the sifter does not see, and the pick is judged."
    },
    footer = {
      "--out leaves:",
      "  report.html, picked.png        one page to hand on; the picked images",
      "  verdict.json                   what the page says first, for programs",
      "  base_set.csv, .json, .npy      the pick; .npy has the artifact's format",
      "  trust.csv, suspects.csv        trust in every image; least trusted first",
      "  run.json, settings.json        the record; for --settings, with Meta-Sift",
      "  roc.png, weigher.png           with --attack; weigher.png with Meta-Sift",
      "  unreadable.csv                 image files left out, and why",
      "%nExamples:",
      "  metasift sift --data photos --out runs/photos",
      "  metasift sift --attack badnets --budget 1000",
      "%nThe artifact's experiment E3:",
      "  metasift sift --corruption_type badnets --corruption_ratio 0.33 --tar_lab 38",
      "  metasift sift --corruption_type targeted_label_flipping \\",
      "      --corruption_ratio 0.1667 --tar_lab 38",
      "  metasift sift --corruption_type narcissus --corruption_ratio 0.1 --tar_lab 38"
    })
@HelpGroup.MostUsed({"--data", "--out", "--budget", "--sifter", "--attack"})
final class SiftVerb implements Callable<Integer> {
  private static final int SHOWN = 60;
  private static final int COLUMNS = 12;
  private static final String SETTINGS = "settings.json";

  /** What {@code --sifter} can be told. */
  static final class SifterNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    SifterNames() {
      super(Sifters.names());
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = {"--budget", "--total_pick"},
      paramLabel = "N",
      description = "Number of images to pick (default: ${DEFAULT-VALUE}).")
  private int budget = 1000;

  @Option(
      names = "--sifter",
      paramLabel = "NAME",
      completionCandidates = SifterNames.class,
      description =
          "Sifter: ${COMPLETION-CANDIDATES} (default: panel for your own images; meta-sift for GTSRB and the embedded signs, and if you give an option of Meta-Sift).")
  private String sifter;

  @HelpGroup.In(HelpGroup.RESULTS)
  @Option(
      names = "--collect",
      paramLabel = "HOW",
      description =
          "Put the picked files of an image folder or a .csv list into OUT/picked, one folder per class: copy or link.")
  private Collected collected;

  @Mixin private MetaSiftOptions metaSift;
  @Mixin private PanelOptions panel;
  @Mixin private AttackOptions attack;
  @Mixin private DataOption data;
  @Mixin private SeedOption seed;
  @Mixin private DeviceOption device;
  @Mixin private ResultOptions result;

  @Override
  public Integer call() throws IOException {
    final long start = device.begin();
    attack.checkIfGiven();
    Ranges.atLeast("--budget", budget, 1);
    sifter(data.source().isAPlace(), metaSift.settings(1), 1); // wrong settings are told first
    if (collected != null && (result.folderName() == null || !data.source().isNamed())) {
      throw new IllegalArgumentException(
          "--collect needs --out and --data with an image folder or a .csv list");
    }
    data.tellUsual("sifting");
    final Optional<RunFolder> folder = result.folder();
    final DataSource.LoadedData read = data.open();
    final Split split = read.split();
    BudgetCheck.check(spec, split.train(), budget);
    if (collected != null) {
      Collected.check(data.source().training(), split.train());
    }
    final RunRecord.Scene scene =
        RunRecord.Scene.of(data.source(), read, attack.specOrNone(split.train()), seed.value());
    final MetaSift.Settings settings = metaSift.settings(scene.train().size());
    final PrintWriter err = spec.commandLine().getErr();
    final int images = scene.train().size();
    WaitingTime.ofSifting(name(read.own()), all(settings, images), scene.train()).tell(err);
    final Sifter chosen = sifter(read.own(), settings, images);
    final Pick picked = Pick.of(chosen, scene.train(), budget, scene.seed());
    final RunRecord record =
        RunRecord.of("sift", scene, chosen.plainSettings(), start, figures(picked, scene));
    if (folder.isPresent()) {
      write(picked, settings, scene, record, folder.get().path());
    }
    picked.notes(scene.train()).forEach(note -> err.println("note: " + OptionNames.in(note, spec)));
    err.flush();
    result.tell(record, summary(picked, scene), spec.commandLine().getOut());
    if (collected != null) { // last: what was picked is kept if the files cannot be put there
      final Path into = folder.orElseThrow().path().resolve("picked");
      collected.into(into, data.source().training(), picked.base(), split.train());
    }
    return 0;
  }

  private static Map<String, Double> figures(Pick picked, RunRecord.Scene scene) {
    final Map<String, Double> figures = new LinkedHashMap<>();
    if (scene.poisoned() != null) {
      figures.put("NCR", Metrics.ncr(scene.poisoned(), picked.base()).percent());
      if (Roc.whyNone(scene.poisoned()).isEmpty()) {
        Roc.of(scene.poisoned(), picked.ranking())
            .figures()
            .forEach(figure -> figures.put(figure.name(), figure.percent()));
      }
    }
    return figures;
  }

  private Sifter sifter(boolean own, MetaSift.Settings settings, int images) {
    final String name = name(own);
    metaSift.checkFor(List.of(name));
    panel.checkFor(List.of(name));
    final SifterSettings all = all(settings, images);
    return Sifters.named(name, all, all.scout());
  }

  private String name(boolean own) {
    final String usual = own && !metaSift.isGiven() ? "panel" : "meta-sift";
    return Sifters.canonical(sifter == null ? usual : sifter);
  }

  private SifterSettings all(MetaSift.Settings settings, int images) {
    return new SifterSettings(settings, panel.settings(images));
  }

  private static String summary(Pick picked, RunRecord.Scene scene) {
    final PoisonedSet truth = scene.poisoned();
    final List<String> lines = new ArrayList<>(List.of(scene.split().origin(), picked.toString()));
    picked.findings(scene.train()).ifPresent(lines::add);
    if (truth != null) {
      final String none = Roc.whyNone(truth);
      lines.add(truth.toString());
      lines.add(Metrics.ncr(truth, picked.base()).counts());
      lines.add(none.isEmpty() ? Roc.of(truth, picked.ranking()).toString() : none);
    }
    return String.join(System.lineSeparator(), lines);
  }

  /** What it takes to make the pick again, readable. */
  private Map<String, String> repeating(Pick picked, RunRecord record) {
    final Map<String, String> entries = new LinkedHashMap<>();
    entries.put(
        result.folderName() != null ? "command, with a new --out" : "command",
        spec.root().commandLine().getParseResult().originalArgs().stream()
            .map(NextCommands::shown)
            .collect(Collectors.joining(" ", NextCommands.shown(ProgramName.typed()) + " ", "")));
    entries.put("folder", Path.of("").toAbsolutePath().toString());
    entries.put("data", record.data().isNamed() ? record.data().place() : "the default");
    entries.put("fingerprint", record.fingerprint());
    if (record.attack() != null) {
      entries.put("attack", record.attack().toString());
    }
    if (record.trigger() != null) {
      entries.put("trigger", record.trigger());
    }
    entries.put("seed", record.seed().toString());
    entries.put("sifter", picked.base().sifter());
    entries.put("settings", record.settings());
    if (picked.metaSift() != null) {
      entries.put("settings as a file", SETTINGS + ", for --settings");
    }
    entries.put("version", record.version());
    entries.put("machine", record.machine());
    entries.put("finished", record.finished());
    return entries;
  }

  /** The options that give another verb the same images, poisoned alike. */
  private List<String> sameImages() {
    final Set<String> known =
        Stream.of("attack", "data", "seed")
            .flatMap(mixin -> spec.mixins().get(mixin).optionsMap().keySet().stream())
            .collect(Collectors.toSet());
    final List<String> same = new ArrayList<>();
    for (final OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      final String name = option.names()[0];
      if (known.contains(name)) {
        same.add(name);
        if (option.arity().max() > 0) {
          same.addAll(option.originalStringValues());
        }
      }
    }
    return same;
  }

  private void write(
      Pick picked, MetaSift.Settings used, RunRecord.Scene scene, RunRecord record, Path folder)
      throws IOException {
    picked.save(folder, scene.train());
    if (picked.metaSift() != null) {
      used.save(folder.resolve(SETTINGS));
    }
    scene.read().saveUnreadable(folder);
    final PoisonedSet truth = scene.poisoned();
    final SiftReport report =
        picked
            .report(
                scene.split().origin(),
                scene.train(),
                scene.read().warnings(),
                note -> OptionNames.in(note, spec))
            .withTruth(truth)
            .withUnreadable(scene.read().unreadable())
            .withNext(
                NextCommands.ofRun(
                    ProgramName.typed(), result.folderName(), picked.base(), scene, sameImages()))
            .withRecord(repeating(picked, record));
    report.save(folder.resolve(SiftReport.FILE));
    RunFolder.writeLine(report.verdict(), folder.resolve(PickVerdict.FILE));
    final int[] ofAim = truth == null ? new int[0] : picked.base().indicesOf(truth.commonLabel());
    final int[] first = ofAim.length == 0 ? picked.base().indices() : ofAim;
    final PictureGrid grid =
        PictureGrid.of(scene.train(), Arrays.copyOf(first, Math.min(first.length, SHOWN)))
            .columns(COLUMNS);
    (truth == null ? grid : grid.framed(truth::isPoisoned)).save(folder.resolve("picked.png"));
    if (truth != null && Roc.whyNone(truth).isEmpty()) {
      SiftingCharts.roc(truth, picked.ranking()).save(folder.resolve("roc.png"));
    }
    if (truth != null && picked.metaSift() != null) {
      SiftingCharts.weigher(truth, picked.metaSift().siftings().get(0))
          .save(folder.resolve("weigher.png"));
    }
  }
}
