package org.metasift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.metasift.attack.AttackSpec;
import org.metasift.cli.option.DataOption;
import org.metasift.cli.option.DeviceOption;
import org.metasift.cli.option.GridOptions;
import org.metasift.cli.option.HelpGroup;
import org.metasift.cli.option.JsonOption;
import org.metasift.compute.ResultListener;
import org.metasift.experiment.AttackCheck;
import org.metasift.io.Json;
import org.metasift.lab.DataSource;
import org.metasift.lab.RunRecord;
import org.metasift.nn.Training;
import org.metasift.report.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metasift check}: whether attacks work. */
@Command(
    name = CheckVerb.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    sortOptions = false,
    description = {
      "Check that attacks work.",
      "A network is trained under each attack and judged (ACC, ASR). Every finished network is kept: run the same command again to continue after a stop."
    },
    footer = {
      "--out holds cells.sqlite (the table 'networks'), attacks.csv and check.json.",
      "%nExample:",
      "  metasift check --attacks badnets,blended --seeds 0,1,2 --out runs/attacks"
    })
@HelpGroup.MostUsed({"--attacks", "--data", "--seeds", "--epochs", "--out"})
final class CheckVerb implements Callable<Integer> {
  static final String NAME = "check";

  @Spec private CommandSpec spec;
  @Mixin private GridOptions grid;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
  private int epochs = Training.Settings.standard().epochs();

  @Mixin private DataOption data;
  @Mixin private JsonOption json;
  @Mixin private DeviceOption device;

  @Override
  public Integer call() throws IOException {
    final long start = device.begin();
    grid.check();
    final List<Long> drawn = grid.seeds();
    final Training.Settings settings = Training.Settings.standard().withEpochs(epochs);
    final Path out = grid.folder();
    final DataSource.LoadedData read = data.open();
    final List<AttackSpec> named = grid.attacks(read.split().train());
    final PrintWriter err = spec.commandLine().getErr();
    final List<AttackCheck.Result> done = new ArrayList<>();
    final int total = (named.size() + 1) * drawn.size();
    new AttackCheck(out, read.split(), settings)
        .run(
            named,
            drawn,
            (result, kept) -> {
              done.add(result);
              Tables.save(AttackCheck.table(done), out.resolve("attacks.csv"));
              err.printf(
                  "[%d/%d] %s%s%n", done.size(), total, text(result), ResultListener.ending(kept));
              err.flush();
            });
    final Map<String, Double> figures = new LinkedHashMap<>();
    for (final AttackCheck.Result result : done) {
      final String of = "%s, seed %d: ".formatted(result.attack(), result.seed());
      figures.put(of + "ACC", result.acc());
      if (result.asr() != null) {
        figures.put(of + "ASR", result.asr());
      }
    }
    final RunRecord.Scene scene = RunRecord.Scene.of(data.source(), read, null, drawn.get(0));
    RunRecord.ofGrid(NAME, scene, settings, start, figures, out);
    spec.commandLine()
        .getOut()
        .println(json.wanted() ? Json.text(done) : Tables.text(AttackCheck.table(done)));
    return 0;
  }

  private static String text(AttackCheck.Result result) {
    return String.format(
            Locale.ROOT, "%s, seed %d: ACC %.2f %%", result.attack(), result.seed(), result.acc())
        + (result.asr() == null ? "" : String.format(Locale.ROOT, ", ASR %.2f %%", result.asr()));
  }
}
