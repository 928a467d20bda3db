package org.metasift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.metasift.cli.option.AttackOptions;
import org.metasift.cli.option.BudgetCheck;
import org.metasift.cli.option.DataOption;
import org.metasift.cli.option.DeviceOption;
import org.metasift.cli.option.HelpGroup;
import org.metasift.cli.option.JsonOption;
import org.metasift.cli.option.MasterOption;
import org.metasift.cli.option.MetaSiftOptions;
import org.metasift.cli.option.PseudoKinds;
import org.metasift.cli.option.SeedOption;
import org.metasift.cli.option.TimeSpan;
import org.metasift.compute.DivergedException;
import org.metasift.compute.Progress;
import org.metasift.compute.Ranges;
import org.metasift.compute.TaskRunner;
import org.metasift.eval.Figure;
import org.metasift.eval.Metrics;
import org.metasift.io.Json;
import org.metasift.io.Records;
import org.metasift.io.RunFolder;
import org.metasift.lab.DataSource;
import org.metasift.lab.RunRecord;
import org.metasift.report.Tables;
import org.metasift.report.live.ConsoleDisplay;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.tune.PseudoPoison;
import org.metasift.tune.SiftTuner;
import org.metasift.tune.TruthCheck;
import org.metasift.tune.Tuning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metasift tune}: hyperparameters for a set, found on pseudo-poisoned copies of it. */
@Command(
    name = TuneVerb.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    sortOptions = false,
    description = {
      "Find settings of Meta-Sift that suit a set.",
      "It poisons copies of the set, whatever they hold already, with pseudo-poison: Narcissus on a tenth of one class, with a trigger made for it, or another --pseudo. Good settings pick none of it.",
      "%nThe search starts from the settings that you give, else from the profile; --candidates 1 judges these alone. It ends with the first round that finds settings which are clean on every copy with every weigher decided, even if time is left, and takes the cheapest of them; a later round might find cheaper ones.",
      "%nIt also says how likely a random pick is clean on every copy, and bounds that chance for all tries together; above 5 %% a warning says how many copies it takes.",
      "%nEvery finished sifter is kept. Run the same command again to continue a search that was stopped or killed."
    },
    footer = {
      "--out holds settings.json (for 'sift --settings'), tuning.csv, run.json (what was searched, how, and what came of it) and trials.sqlite.",
      "With --attack the set is poisoned first, which the search does not see; the truth then judges the chosen settings, and with --check-all every try (truth.csv).",
      "The panel ('sift --sifter panel') needs no tuning: its settings were chosen once, on many kinds of pseudo-poison. Try it first.",
      "Exit code 1: nothing reached NCR 0 on every copy; settings.json holds what came nearest.",
      "%nExamples:",
      "  metasift tune --time 20m --out runs/tune",
      "  metasift sift --settings runs/tune/settings.json --budget 1000"
    })
@HelpGroup.MostUsed({"--data", "--out", "--time", "--budget", "--candidates"})
final class TuneVerb implements Callable<Integer> {
  static final String NAME = "tune";

  @Spec private CommandSpec spec;

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "Number of images to pick (default: ${DEFAULT-VALUE}).")
  private int budget = 1000;

  @Option(
      names = "--time",
      paramLabel = "T",
      description =
          "Time after which no new sifter starts, such as 90s, 20m or 2h (default: ${DEFAULT-VALUE}).")
  private String time = "1h";

  @Option(
      names = "--candidates",
      paramLabel = "N",
      description =
          "Settings to try at most (default: as many as the time allows, until some pick no pseudo-poison).")
  private int candidates = SiftTuner.Settings.standard().candidates();

  @Option(
      names = "--copies",
      paramLabel = "N",
      description =
          "Pseudo-poisoned copies, each with sifters of another seed; each takes as long as the others (default: ${DEFAULT-VALUE}).")
  private int copies = SiftTuner.Settings.standard().copies();

  @Option(
      names = "--pseudo",
      split = ",",
      paramLabel = "KIND",
      completionCandidates = PseudoKinds.class,
      description =
          "Pseudo-poison for the copies, in turn: ${COMPLETION-CANDIDATES} (default: narcissus).")
  private List<String> kinds = List.of("narcissus");

  @Option(
      names = "--most-sifters",
      paramLabel = "N",
      description = "Most sifters that may vote (default: ${DEFAULT-VALUE}).")
  private int mostSifters = SiftTuner.Settings.standard().mostSifters();

  @HelpGroup.In(HelpGroup.RESULTS)
  @Option(
      names = "--check-all",
      description =
          "With --attack: also judge every try by the truth, with one sifter each, and say how well pseudo-poison ranked them.")
  private boolean checkAll;

  @HelpGroup.In(HelpGroup.RESULTS)
  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the results. Run the same command again to continue there.")
  private Path out;

  @Mixin private MetaSiftOptions around;
  @Mixin private AttackOptions attack;
  @Mixin private DataOption data;
  @Mixin private MasterOption master;
  @Mixin private JsonOption json;
  @Mixin private SeedOption seed;
  @Mixin private DeviceOption device;

  @Override
  public Integer call() throws IOException {
    Progress.showOn(ConsoleDisplay.onStandardError());
    attack.checkIfGiven();
    if (checkAll && !attack.given()) {
      throw new IllegalArgumentException(
          "--check-all judges by the truth, which only an attack made here has: name --attack");
    }
    Ranges.atLeast("--budget", budget, 1);
    final SiftTuner.Settings effort = effort();
    around.unfitted(1); // a wrong setting is told before the work
    checkNoOtherRun();
    final PrintWriter err = spec.commandLine().getErr();
    final RunRecord.Scene scene;
    final Tuning tuning;
    try (TaskRunner runner = master.open(device, err)) {
      final DataSource.LoadedData read = data.open();
      BudgetCheck.check(spec, read.split().train(), budget);
      scene =
          RunRecord.Scene.of(
              data.source(), read, attack.specOrNone(read.split().train()), seed.value());
      err.println(
          "note: this tunes Meta-Sift; the panel ('sift --sifter panel') needs no tuning: try it first");
      err.flush();
      final SiftTuner tuner = new SiftTuner(effort, around.unfitted(scene.train().size()), out);
      if (!master.isGiven()) {
        WaitingTime.ofTuning(tuner.first(scene.train(), scene.seed()), effort, scene.train())
            .sharedBy(runner.slots())
            .tell(err);
        err.printf(
            "It ends there if some settings pick no pseudo-poison, else it goes on, up to --time %s.%n",
            time);
        err.flush();
      }
      tuning =
          tuner.tune(
              scene.train(),
              budget,
              scene.seed(),
              trial -> {
                err.println(trial);
                err.flush();
              },
              runner);
    }
    return leave(tuning, effort, scene);
  }

  private SiftTuner.Settings effort() {
    Ranges.within("--candidates", candidates, 1, SiftTuner.Settings.MOST_CANDIDATES);
    Ranges.within("--copies", copies, 1, SiftTuner.Settings.MOST_COPIES);
    Ranges.within("--most-sifters", mostSifters, 1, SiftTuner.Settings.MOST_SIFTERS);
    return new SiftTuner.Settings(
        candidates,
        copies,
        mostSifters,
        TimeSpan.named("--time", time),
        kinds.stream().map(PseudoPoison.Kind::named).distinct().toList());
  }

  /** A search goes on in its folder; what another verb left there stays as it is. */
  private void checkNoOtherRun() throws IOException {
    if (Files.exists(out.resolve(RunFolder.RECORD))) {
      final String verb = RunFolder.read(out, RunRecord.class).verb();
      if (!verb.equals(NAME)) {
        throw new IllegalArgumentException(
            "%s holds a run of '%s'; name another folder".formatted(out, verb));
      }
    }
  }

  private int leave(Tuning tuning, SiftTuner.Settings effort, RunRecord.Scene scene)
      throws IOException {
    Tables.save(tuning.table(), out.resolve("tuning.csv"));
    if (tuning.failed() == tuning.rows().size()) {
      throw new DivergedException(
          "every one of the %d settings tried failed (%s): %s; name other ones"
              .formatted(
                  tuning.rows().size(), out.resolve("tuning.csv"), tuning.rows().get(0).failure()));
    }
    scene.read().saveUnreadable(out);
    final MetaSift.Settings found = Records.with(tuning.nearest(), "profile", "tuned");
    found.save(out.resolve("settings.json"));
    final PrintWriter to = spec.commandLine().getOut();
    if (!json.wanted()) {
      to.println(Tables.text(tuning.table()));
      to.println(tuning);
    }
    Figure truth = null;
    if (scene.poisoned() != null) {
      final var base = new MetaSift(found).pick(scene.train(), budget, scene.seed());
      truth = Metrics.ncr(scene.poisoned(), base);
    }
    final TruthCheck check = checkAll ? check(tuning, scene) : null;
    if (json.wanted()) {
      to.println(Json.text(new TuneResult(tuning, found, truth, check).plain()));
    } else if (truth != null) {
      to.println(scene.poisoned());
      to.println("on the set itself: " + truth);
      if (check != null) {
        to.println(check);
      }
    }
    new RunFolder(out).finish(record(tuning, effort, scene, truth));
    return tuning.chosen().isPresent() ? 0 : 1;
  }

  private TruthCheck check(Tuning tuning, RunRecord.Scene scene) {
    final PrintWriter err = spec.commandLine().getErr();
    final TruthCheck check =
        TruthCheck.of(
            tuning,
            scene.poisoned(),
            budget,
            scene.seed(),
            row -> {
              err.println(row);
              err.flush();
            });
    Tables.save(check.table(), out.resolve("truth.csv"));
    return check;
  }

  private RunRecord record(
      Tuning tuning, SiftTuner.Settings effort, RunRecord.Scene scene, Figure truth) {
    final Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("NCR on pseudo-poison", tuning.rows().get(0).ncr());
    figures.put("clean by chance", 100 * tuning.chance());
    figures.put("one of all tries clean by chance, at most", 100 * tuning.chanceOfAny());
    if (truth != null) {
      figures.put("NCR", truth.percent());
    }
    final String settings =
        "budget %d, %s, around %s, %s: %s"
            .formatted(
                budget,
                effort,
                around.unfitted(scene.train().size()),
                tuning.chosen().isPresent() ? "chosen" : "nothing clean, nearest",
                tuning.nearest());
    final long began = System.nanoTime() - Math.round(1e9 * tuning.seconds());
    return RunRecord.of(NAME, scene, settings, began, figures);
  }
}
