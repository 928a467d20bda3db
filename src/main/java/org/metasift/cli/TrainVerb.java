package org.metasift.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.metasift.cli.option.AttackOptions;
import org.metasift.cli.option.DataOption;
import org.metasift.cli.option.DeviceOption;
import org.metasift.cli.option.HelpGroup;
import org.metasift.cli.option.ResultOptions;
import org.metasift.cli.option.SeedOption;
import org.metasift.compute.Ranges;
import org.metasift.data.ImageSet;
import org.metasift.io.RunFolder;
import org.metasift.lab.DataSource;
import org.metasift.lab.NetworkFiles;
import org.metasift.lab.RunRecord;
import org.metasift.nn.Architecture;
import org.metasift.nn.Inference;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.SmallVgg16;
import org.metasift.nn.Training;
import org.metasift.nn.Victim;
import org.metasift.report.Charts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metasift train}: a network on the training images, poisoned or as they are. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = Main.VersionText.class,
    sortOptions = false,
    description = {
      "Train a network and judge it.",
      "ACC is its accuracy. With --attack it learns from poisoned images, and ASR is how often the attack succeeds."
    },
    footer = {
      "--out leaves network.safetensors, losses.png and run.json.",
      "%nExample:",
      "  metasift train --attack badnets --epochs 5 --out runs/victim"
    })
@HelpGroup.MostUsed({"--data", "--attack", "--epochs", "--network", "--out"})
final class TrainVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "Network: vgg16, the artifact's small one, for images of 32 x 32, or resnet18-WIDTH (default: vgg16; for other images resnet18-16).")
  private String network;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
  private int epochs = Training.Settings.standard().epochs();

  @Mixin private AttackOptions attack;
  @Mixin private DataOption data;
  @Mixin private SeedOption seed;
  @Mixin private DeviceOption device;
  @Mixin private ResultOptions result;

  @Override
  public Integer call() throws IOException {
    final long start = device.begin();
    attack.checkIfGiven();
    final Training.Settings settings = Training.Settings.standard().withEpochs(epochs);
    final Function<ImageSet, Architecture> kind = kind();
    final Optional<RunFolder> folder = result.folder();
    final DataSource.LoadedData read = data.open().checkTest(data.source());
    final Architecture shape = kind.apply(read.split().train());
    final Network untrained = Network.untrained(shape, seed.value());
    Inference.checkFit(untrained, read.split().train()); // before an attack that takes its time
    final RunRecord.Scene scene =
        RunRecord.Scene.of(
            data.source(), read, attack.specOrNone(read.split().train()), seed.value());
    WaitingTime.ofTraining(shape, settings, scene.split(), scene.poisoned() != null)
        .tell(spec.commandLine().getErr());
    final Training.Result trained =
        new Training(settings).train(untrained, scene.train(), scene.seed());
    final Map<String, Double> figures = EvaluateVerb.judge(trained.network(), scene);
    if (folder.isPresent()) {
      final Path path = folder.get().path();
      scene.read().saveUnreadable(path);
      trained.network().save(path.resolve(NetworkFiles.NAME));
      final double[] losses = trained.losses().stream().mapToDouble(Double::doubleValue).toArray();
      Charts.losses("Loss of each batch", Map.of(shape.getClass().getSimpleName(), losses))
          .save(path.resolve("losses.png"));
    }
    final RunRecord record = RunRecord.of("train", scene, shape + ", " + settings, start, figures);
    result.tell(
        record,
        "%s%n%s, %s"
            .formatted(
                scene.poisoned() == null ? scene.split().origin() : scene.poisoned(),
                shape,
                settings),
        spec.commandLine().getOut());
    return 0;
  }

  /** The network asked for, by the images that it is for. */
  private Function<ImageSet, Architecture> kind() {
    if (network == null) {
      return Victim::kind;
    }
    final String name = network.strip().toLowerCase(Locale.ROOT);
    if (name.equals("vgg16")) {
      return images -> new SmallVgg16(images.channels(), Math.max(2, images.classes()));
    }
    if (name.matches("resnet18-\\d{1,4}")) {
      final int width =
          Ranges.within(
              "the width of --network",
              Integer.parseInt(name.substring("resnet18-".length())),
              1,
              1024);
      return images -> ResNet18.forImages(width, images);
    }
    throw new IllegalArgumentException(
        "--network is '%s'; vgg16 and resnet18-WIDTH, such as resnet18-16, are allowed"
            .formatted(network));
  }
}
