package org.metasift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.metasift.attack.PoisonedSet;
import org.metasift.cli.option.DeviceOption;
import org.metasift.cli.option.JsonOption;
import org.metasift.compute.Progress;
import org.metasift.defense.Defense;
import org.metasift.defense.Defenses;
import org.metasift.eval.Metrics;
import org.metasift.eval.Roc;
import org.metasift.experiment.PerfectPick;
import org.metasift.experiment.Usefulness;
import org.metasift.io.Json;
import org.metasift.io.RunFolder;
import org.metasift.lab.JudgedPicks;
import org.metasift.lab.NetworkFiles;
import org.metasift.lab.RunRecord;
import org.metasift.nn.Network;
import org.metasift.report.Tables;
import org.metasift.report.live.ConsoleDisplay;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code metasift evaluate}: a finished run's figures, computed again from what it left. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    description = {
      "Compute the figures of a finished run again.",
      "The data and the attack are made anew; the base set or the network is read from the run's folder. Exit code 1: a figure differs from the record.",
      "%nWith --picks: the NCR of anybody's pick from the run's poisoned set. If trust.csv (index, label and trust of all images) lies beside the file, also AUROC, TPR@1%%FPR and TPR@5%%FPR of that ranking."
    },
    footer = {
      "Examples:",
      "  metasift evaluate runs/sifted",
      "  metasift evaluate runs/poisoned --picks picked_by_a_student.npy",
      "  metasift evaluate runs/sifted --useful"
    })
final class EvaluateVerb implements Callable<Integer> {
  static final String ACC = "ACC";
  static final String ASR = "ASR";

  private static final double TOLERANCE = 0.05;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The folder of a run.")
  private Path folder;

  @Option(
      names = "--picks",
      paramLabel = "FILE",
      description =
          "File of picked indices into the run's training images, in .npy format as base_set.npy is. The run must have an attack, which knows the truth.")
  private Path picks;

  @Option(
      names = "--useful",
      description =
          "Compare the run's base set with a perfect pick (random clean images, by the truth): how difficult its images are (0: the easiest of their class, to 1), the accuracy of a network that learns from it alone, and ACC and ASR of a poisoned network after I-BAU with it. Takes minutes: it trains four networks and purifies one twice. The run must have an attack, and the data a test part.")
  private boolean useful;

  @Mixin private JsonOption json;
  @Mixin private DeviceOption device;

  @Override
  public Integer call() throws IOException {
    Progress.showOn(ConsoleDisplay.onStandardError());
    device.take();
    checkNoGrid();
    final RunRecord record = RunFolder.read(folder, RunRecord.class);
    if (picks != null && useful) {
      throw new IllegalArgumentException(
          "--picks and --useful were both given; one of them is allowed");
    }
    if (picks != null) {
      return judgePicks(record);
    }
    if (useful) {
      return judgeUse(record);
    }
    final Map<String, Double> again = again(record);
    for (final String name : again.keySet()) {
      if (record.figures().get(name) == null) {
        throw new IllegalArgumentException(
            "%s is damaged: figures holds no %s".formatted(folder.resolve(RunFolder.RECORD), name));
      }
    }
    final List<Comparison> figures = new ArrayList<>();
    again.forEach((name, now) -> figures.add(Comparison.of(name, now, record.figures().get(name))));
    final PrintWriter out = spec.commandLine().getOut();
    if (json.wanted()) {
      out.println(Json.text(figures));
    } else {
      out.printf("%s, %s, seed %d%n", record.verb(), record.settings(), record.seed());
      figures.forEach(out::println);
    }
    return figures.stream().allMatch(Comparison::same) ? 0 : 1;
  }

  /**
   * A figure and what it was, in percent.
   *
   * @param same whether both are equal, up to a twentieth
   */
  private record Comparison(String name, double now, double onRecord, boolean same) {
    static Comparison of(String name, double now, double onRecord) {
      return new Comparison(name, now, onRecord, Math.abs(now - onRecord) <= TOLERANCE);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-10s %8.3f %%   on record %8.3f %%%s",
          name,
          now,
          onRecord,
          same ? "" : "   differs");
    }
  }

  private int judgePicks(RunRecord record) throws IOException {
    if (record.attack() == null) {
      throw new IllegalArgumentException(
          "%s is a run without an attack, so nobody knows which of its images are poisoned; --picks needs a run with one"
              .formatted(folder));
    }
    if (!Files.exists(picks)) { // before the images are made again
      throw new NoSuchFileException(picks.toString());
    }
    final PoisonedSet truth = record.scene(spec.commandLine().getErr()).poisoned();
    final var judged = new JudgedPicks(truth, picks).figures(spec.commandLine().getErr());
    final PrintWriter out = spec.commandLine().getOut();
    if (json.wanted()) {
      out.println(Json.text(judged));
    } else {
      judged.forEach(out::println);
    }
    return 0;
  }

  private int judgeUse(RunRecord record) throws IOException {
    final Path file = folder.resolve(BaseSet.FILE);
    if (record.attack() == null || !Files.exists(file)) {
      throw new IllegalArgumentException(
          "%s has no base set picked under an attack; --useful needs one".formatted(folder));
    }
    final RunRecord.Scene scene = record.scene(spec.commandLine().getErr());
    if (scene.split().test().size() == 0) {
      throw new IllegalArgumentException(
          "the data of %s have no test part; --useful needs one".formatted(folder));
    }
    final PoisonedSet truth = scene.poisoned();
    final BaseSet base = BaseSet.read(file, truth.images());
    final List<BaseSet> compared = List.of(base, PerfectPick.of(truth, base.size(), record.seed()));
    final Defense defense = Defenses.usual().fittedTo(truth.images().size());
    final List<Usefulness.Row> rows =
        new Usefulness(scene.split(), record.seed()).rows(truth, compared, defense, record.seed());
    spec.commandLine()
        .getOut()
        .println(json.wanted() ? Json.text(rows) : Tables.text(Usefulness.table(rows, defense)));
    return 0;
  }

  private void checkNoGrid() {
    for (final String grid : List.of(TableVerb.NAME, CheckVerb.NAME)) {
      if (Files.exists(folder.resolve(grid + ".json"))
          && !Files.exists(folder.resolve(RunFolder.RECORD))) {
        throw new IllegalArgumentException(
            "%s holds the results of '%s', whose pictures and networks are not kept; a folder of sift, train, purify or poison is needed"
                .formatted(folder, grid));
      }
    }
  }

  private Map<String, Double> again(RunRecord record) throws IOException {
    final Path json = folder.resolve(BaseSet.FILE);
    final Path network = folder.resolve(NetworkFiles.NAME);
    final Path before = folder.resolve(NetworkFiles.BEFORE);
    final RunRecord.Scene scene = record.scene(spec.commandLine().getErr());
    final Map<String, Double> figures = new LinkedHashMap<>();
    if (Files.exists(json) && scene.poisoned() != null) {
      final BaseSet base = BaseSet.read(json, scene.train());
      figures.put("NCR", Metrics.ncr(scene.poisoned(), base).percent());
      figures.putAll(ranking(base, scene, record));
    }
    if (Files.exists(before)) {
      judge(NetworkFiles.read(before, scene.train()), scene)
          .forEach((name, percent) -> figures.put(name + PurifyVerb.BEFORE, percent));
    }
    if (Files.exists(network)) {
      figures.putAll(judge(NetworkFiles.read(network, scene.train()), scene));
    }
    if (record.figures().containsKey(PoisonVerb.SHARE) && scene.poisoned() != null) {
      figures.put(PoisonVerb.SHARE, share(scene.poisoned()));
    }
    if (figures.isEmpty()) {
      throw new IllegalArgumentException(
          folder
              + " holds nothing to judge: it has neither a base set picked under an attack nor a network");
    }
    return figures;
  }

  /** What the ranking was judged by; none for a run from before rankings were judged. */
  private Map<String, Double> ranking(BaseSet base, RunRecord.Scene scene, RunRecord record) {
    final Map<String, Double> figures = new LinkedHashMap<>();
    final Path csv = folder.resolve(Ranking.FILE);
    if (!Roc.whyNone(scene.poisoned()).isEmpty() || !record.figures().containsKey(Roc.AUROC)) {
      return figures;
    }
    if (!Files.exists(csv)) {
      spec.commandLine()
          .getErr()
          .printf("note: %s is missing: AUROC and TPR are not computed again%n", csv);
      return figures;
    }
    Roc.of(scene.poisoned(), Ranking.read(csv, scene.train(), base))
        .figures()
        .forEach(figure -> figures.put(figure.name(), figure.percent()));
    return figures;
  }

  /** The poisoned images among all of a set, in percent. */
  static double share(PoisonedSet poisoned) {
    return 100.0 * poisoned.poisonedCount() / poisoned.images().size();
  }

  /** ACC, and ASR where the attack has an aim. */
  static Map<String, Double> judge(Network network, RunRecord.Scene scene) {
    final Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(ACC, Metrics.acc(network, scene.split().test()).percent());
    final Double asr =
        scene.poisoned() == null
            ? null
            : Metrics.asrOf(network, scene.poisoned(), scene.split().test());
    if (asr != null) {
      figures.put(ASR, asr);
    }
    return figures;
  }
}
