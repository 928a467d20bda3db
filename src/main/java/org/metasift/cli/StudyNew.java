package org.metasift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.metasift.attack.PoisonedSet;
import org.metasift.cli.option.AttackOptions;
import org.metasift.cli.option.DataOption;
import org.metasift.cli.option.DeviceOption;
import org.metasift.cli.option.HelpGroup;
import org.metasift.cli.option.SeedOption;
import org.metasift.compute.Ranges;
import org.metasift.io.RunFolder;
import org.metasift.lab.DataSource;
import org.metasift.lab.RunRecord;
import org.metasift.study.Study;
import org.metasift.study.StudyPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metasift study new}: a study from any data and attack. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    sortOptions = false,
    description = {"Draw a study from a poisoned data set."},
    footer = {
      "--out leaves page.html (for raters: open it, answer, hand in result.csv), study.json (it holds the truth: not for raters) and run.json.",
      "%nExample:",
      "  metasift study new --attack narcissus --size 300 --poisoned 0.1 --seed 7 \\",
      "      --out studies/one"
    })
@HelpGroup.MostUsed({"--attack", "--data", "--size", "--poisoned", "--out"})
final class StudyNew implements Callable<Integer> {
  private static final int MOST = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Number of pictures (default: ${DEFAULT-VALUE}).")
  private int size = 300;

  @Option(
      names = "--poisoned",
      paramLabel = "R",
      description = "Share of poisoned pictures among them, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double poisoned = 0.1;

  @HelpGroup.In(HelpGroup.RESULTS)
  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the study; must be new or empty.")
  private Path out;

  @Mixin private AttackOptions attack;
  @Mixin private DataOption data;
  @Mixin private SeedOption seed;
  @Mixin private DeviceOption device;

  @Override
  public Integer call() throws IOException {
    final long start = device.begin();
    attack.check();
    Ranges.within("--size", size, 1, MOST);
    Ranges.within("--poisoned", poisoned, 0, 1);
    final RunFolder folder = RunFolder.create(out);
    final DataSource.LoadedData read = data.open();
    Ranges.within("--size", size, 1, StudyPage.most(read.split().train()));
    final RunRecord.Scene scene =
        RunRecord.Scene.of(data.source(), read, attack.spec(read.split().train()), seed.value());
    checkEnough(scene.poisoned());
    final Study study = Study.draw(scene.poisoned(), size, poisoned, scene.seed());
    study.save(out);
    scene.read().saveUnreadable(out);
    folder.finish(
        RunRecord.of(
            "study new",
            scene,
            "%d pictures, share %s".formatted(size, poisoned),
            start,
            Map.of("Poisoned share of the pictures", 100.0 * study.poisonedCount() / size)));
    tell(study, out, spec.commandLine().getOut());
    return 0;
  }

  private void checkEnough(PoisonedSet set) {
    final int bad = Study.poisonedOf(size, poisoned);
    final int clean = set.images().size() - set.poisonedCount();
    if (bad > set.poisonedCount() || size - bad > clean) {
      throw new IllegalArgumentException(
          "--size %d with --poisoned %s takes %,d poisoned and %,d clean pictures; the set has %,d and %,d"
              .formatted(size, poisoned, bad, size - bad, set.poisonedCount(), clean));
    }
  }

  /** Says what lies where. */
  static void tell(Study study, Path out, PrintWriter to) {
    to.println(study);
    to.println("for raters:  " + out.resolve(Study.PAGE));
    to.println("a class:     " + ProgramName.typed() + " study serve " + out);
    to.println("scores:      " + ProgramName.typed() + " study score " + out + " result.csv");
  }
}
