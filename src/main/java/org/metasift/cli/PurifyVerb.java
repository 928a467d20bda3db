package org.metasift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.metasift.cli.option.AttackOptions;
import org.metasift.cli.option.DataOption;
import org.metasift.cli.option.DefenseOptions;
import org.metasift.cli.option.DeviceOption;
import org.metasift.cli.option.HelpGroup;
import org.metasift.cli.option.ResultOptions;
import org.metasift.cli.option.SeedOption;
import org.metasift.data.ImageSet;
import org.metasift.defense.Defense;
import org.metasift.io.RunFolder;
import org.metasift.lab.DataSource;
import org.metasift.lab.NetworkFiles;
import org.metasift.lab.RunRecord;
import org.metasift.nn.Network;
import org.metasift.report.Charts;
import org.metasift.report.JudgedModel;
import org.metasift.sift.BaseSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metasift purify}: removes a backdoor with a defence and a base set. */
@Command(
    name = "purify",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    sortOptions = false,
    description = {
      "Remove a network's backdoor with a base set, by I-BAU or another defence.",
      "The network is judged before and after. The base set is the pick of a 'sift' run (--base) or drawn with the truth (--clean, --bad). The folder of a 'train' run brings its own data and attack; --seed then draws the base set."
    },
    footer = {
      "--out leaves network.safetensors, before.safetensors (the network as it was), asr_acc.png and run.json.",
      "%nExamples:",
      "  metasift purify --network runs/victim --clean 992 --bad 8",
      "  metasift purify --network runs/victim --base runs/sifted --out runs/purified",
      "  metasift purify --network runs/victim --clean 1000 --defense fine-tuning",
      "  metasift purify --network gtsrb_tar38_badnets.pth \\",
      "      --attack badnets --clean 1000"
    })
@HelpGroup.MostUsed({"--network", "--base", "--clean", "--bad", "--out"})
final class PurifyVerb implements Callable<Integer> {
  /** What the names of figures of the network as it was end with. */
  static final String BEFORE = " before";

  @Spec private CommandSpec spec;

  @Option(
      names = "--network",
      paramLabel = "PATH",
      required = true,
      description =
          "Network to purify: the folder of a 'train' run, a PyTorch checkpoint or a .safetensors file.")
  private Path network;

  @Option(
      names = "--base",
      paramLabel = "DIR",
      description = "Folder of the 'sift' run whose pick to use.")
  private Path base;

  @Option(
      names = "--clean",
      paramLabel = "N",
      description = "Number of clean images to draw instead, with the truth.")
  private Integer clean;

  @Option(
      names = "--bad",
      paramLabel = "N",
      description = "Number of poisoned images to add to them (default: ${DEFAULT-VALUE}).")
  private int bad;

  @Mixin private DefenseOptions defense;
  @Mixin private AttackOptions attack;
  @Mixin private DataOption data;
  @Mixin private SeedOption seed;
  @Mixin private DeviceOption device;
  @Mixin private ResultOptions result;

  @Override
  public Integer call() throws IOException {
    final long start = device.begin();
    checkOneBaseSet();
    attack.checkIfGiven();
    defense.fittedTo(1); // a wrong setting, or no network, is told before the work
    NetworkFiles.checkThere(network);
    final Optional<RunFolder> folder = result.folder();
    final RunRecord.Scene scene = scene();
    final long drawn = seed.valueOr(scene.seed());
    final Network before = NetworkFiles.read(network, scene.train());
    final Defense chosen = defense.fittedTo(scene.split().train().size());
    final Network after = chosen.purify(before, baseSet(scene, drawn), drawn);
    final Map<String, Double> figures = new LinkedHashMap<>();
    final Map<String, Double> was = EvaluateVerb.judge(before, scene);
    final Map<String, Double> is = EvaluateVerb.judge(after, scene);
    was.forEach((name, percent) -> figures.put(name + BEFORE, percent));
    figures.putAll(is);
    if (folder.isPresent()) {
      scene.read().saveUnreadable(folder.get().path());
      before.save(folder.get().path().resolve(NetworkFiles.BEFORE));
      after.save(folder.get().path().resolve(NetworkFiles.NAME));
      if (is.containsKey(EvaluateVerb.ASR)) {
        Charts.asrAndAcc(List.of(bar("before", was), bar("after " + chosen.name(), is)))
            .save(folder.get().path().resolve("asr_acc.png"));
      }
    }
    final Purified told =
        new Purified(chosen.name(), chosen.plainSettings(), network.toString(), origin(drawn));
    final RunRecord record = RunRecord.of("purify", scene, told, start, figures);
    result.tell(record, told.toString(), spec.commandLine().getOut());
    return 0;
  }

  /** What was done, as the record keeps it. */
  private record Purified(String defense, Record settings, String network, String base) {
    @Override
    public String toString() {
      return "%s, %s, of %s with %s".formatted(defense, settings, network, base);
    }
  }

  private static JudgedModel bar(String name, Map<String, Double> figures) {
    return new JudgedModel(name, figures.get(EvaluateVerb.ASR), figures.get(EvaluateVerb.ACC));
  }

  private void checkOneBaseSet() {
    if (base == null && clean == null) {
      throw new IllegalArgumentException(
          "no base set given; --base DIR takes the pick of a 'sift' run, --clean N (with --bad N) draws one");
    }
    if (base != null
        && (clean != null || spec.commandLine().getParseResult().hasMatchedOption("--bad"))) {
      throw new IllegalArgumentException(
          "--base names a base set, --clean and --bad draw another: give only one of the two");
    }
  }

  private String origin(long drawn) {
    return base != null
        ? "the base set of " + base
        : "%d clean and %d poisoned images, seed %d".formatted(clean, bad, drawn);
  }

  private RunRecord.Scene scene() throws IOException {
    if (!data.source().isNamed() && Files.isDirectory(network)) {
      data.checkNoneWithoutPlace();
      final RunRecord run = RunFolder.read(network, RunRecord.class);
      final PrintWriter err = spec.commandLine().getErr();
      return attack.given()
          ? scene(run.data(), run.data().load().told(err), seed.valueOr(run.seed()))
          : run.scene(err);
    }
    return scene(data.source(), data.open(), seed.value());
  }

  private RunRecord.Scene scene(DataSource source, DataSource.LoadedData read, long drawn) {
    read.checkTest(source);
    return RunRecord.Scene.of(source, read, attack.specOrNone(read.split().train()), drawn);
  }

  private ImageSet baseSet(RunRecord.Scene scene, long drawn) {
    if (base != null) {
      return BaseSet.read(base.resolve(BaseSet.FILE), scene.train()).images(scene.train());
    }
    if (scene.poisoned() != null) {
      return scene.poisoned().draw(clean, bad, drawn);
    }
    throw new IllegalArgumentException(
        "--clean and --bad draw with the truth, which only an attack made here has: name --attack");
  }
}
