package org.metasift.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.metasift.attack.PoisonedSet;
import org.metasift.cli.option.AttackOptions;
import org.metasift.cli.option.DataOption;
import org.metasift.cli.option.DeviceOption;
import org.metasift.cli.option.HelpGroup;
import org.metasift.cli.option.ResultOptions;
import org.metasift.cli.option.SeedOption;
import org.metasift.data.ImageSet;
import org.metasift.data.array.NpyImages;
import org.metasift.io.AtomicFiles;
import org.metasift.io.CsvText;
import org.metasift.io.RunFolder;
import org.metasift.lab.DataSource;
import org.metasift.lab.RunRecord;
import org.metasift.report.PictureGrid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code metasift poison}: a poisoned copy of the training images, with the truth. */
@Command(
    name = "poison",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    sortOptions = false,
    description = {"Poison a copy of the training images and keep the truth about it."},
    footer = {
      "--out leaves train/, test/ (clean) and attacked/ (test images with the trigger), each with images.npy and labels.npy; also truth.csv, examples.png and run.json. Give the folder to --data of another verb: it may pick from train/ and judges networks by test/.",
      "%nExamples:",
      "  metasift poison --attack badnets --out runs/badnets",
      "  metasift poison --attack narcissus --trigger narcissus_gtsrb38.npy \\",
      "      --data ~/gtsrb"
    })
@HelpGroup.MostUsed({"--attack", "--data", "--ratio", "--target", "--out"})
final class PoisonVerb implements Callable<Integer> {
  /** What its figure is called: the poisoned images among those of training, in percent. */
  static final String SHARE = "Poisoned share of the training images";

  private static final int SHOWN = 12;

  @Spec private CommandSpec spec;
  @Mixin private AttackOptions attack;
  @Mixin private DataOption data;
  @Mixin private SeedOption seed;
  @Mixin private DeviceOption device;
  @Mixin private ResultOptions result;

  @Override
  public Integer call() throws IOException {
    final long start = device.begin();
    attack.check();
    final Optional<RunFolder> folder = result.folder();
    final DataSource.LoadedData read = data.open();
    final RunRecord.Scene scene =
        RunRecord.Scene.of(data.source(), read, attack.spec(read.split().train()), seed.value());
    final PoisonedSet poisoned = scene.poisoned();
    if (folder.isPresent()) {
      scene.read().saveUnreadable(folder.get().path());
      write(poisoned, scene, folder.get().path());
    }
    final RunRecord record =
        RunRecord.of(
            "poison",
            scene,
            poisoned.attack().toString(),
            start,
            Map.of(SHARE, EvaluateVerb.share(poisoned)));
    result.tell(record, poisoned.toString(), spec.commandLine().getOut());
    return 0;
  }

  private static void write(PoisonedSet poisoned, RunRecord.Scene scene, Path folder)
      throws IOException {
    final ImageSet clean = scene.split().train();
    NpyImages.write(poisoned.images(), folder.resolve("train"));
    if (scene.split().test().size() > 0) {
      NpyImages.write(scene.split().test(), folder.resolve("test"));
    }
    if (poisoned.backdoor().hasAim()) {
      NpyImages.write(
          poisoned.backdoor().attacked(scene.split().test()), folder.resolve("attacked"));
    }
    final StringBuilder truth = new StringBuilder("index,id,label,poisoned,label_before\n");
    for (int i = 0; i < clean.size(); i++) {
      truth
          .append(i)
          .append(',')
          .append(CsvText.quoted(poisoned.images().id(i)))
          .append(',')
          .append(poisoned.images().label(i))
          .append(',')
          .append(poisoned.isPoisoned(i) ? 1 : 0)
          .append(',')
          .append(clean.label(i))
          .append('\n');
    }
    AtomicFiles.write(
        folder.resolve("truth.csv"), truth.toString().getBytes(StandardCharsets.UTF_8));
    PictureGrid.of(poisoned.images(), poisoned.examples(SHOWN))
        .framed(poisoned::isPoisoned)
        .columns(SHOWN)
        .save(folder.resolve("examples.png"));
  }
}
