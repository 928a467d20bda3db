package org.metasift.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.metasift.attack.AttackSpec;
import org.metasift.data.ImageSet;
import org.metasift.nn.Architecture;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.SmallVgg16;
import org.metasift.nn.Training;
import org.metasift.report.ConsoleDisplay;
import org.metasift.run.Progress;
import org.metasift.run.Ranges;
import org.metasift.run.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code metasift train}: a network on the training images, poisoned or as they are. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = "Train a network, on poisoned images with --attack, and judge it (ACC, ASR).",
    footer = {
      "%nWith --out: network.safetensors, run.json.",
      "%nExample:",
      "  metasift train --attack badnets --epochs 5 --out runs/victim"
    })
final class TrainVerb implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "vgg16 (the artifact's small one) or resnet18-WIDTH; default ${DEFAULT-VALUE}.")
  private String network = "vgg16";

  @Option(names = "--epochs", paramLabel = "N", description = "Default ${DEFAULT-VALUE}.")
  private int epochs = Training.Settings.standard().epochs();

  @Mixin private AttackOptions attack;
  @Mixin private DataOption data;
  @Mixin private SeedOption seed;
  @Mixin private DeviceOption device;
  @Mixin private ResultOptions result;

  @Override
  public Integer call() throws IOException {
    final long start = System.nanoTime();
    Progress.showOn(ConsoleDisplay.onStandardError());
    device.take();
    attack.checkNoneWithoutName();
    final AttackSpec named = attack.given() ? attack.spec() : null;
    final Training.Settings settings = Training.Settings.standard().withEpochs(epochs);
    final int width = width();
    final Optional<RunFolder> folder = result.folder();
    final RunRecord.Scene scene =
        RunRecord.Scene.of(data.source(), data.open(), named, seed.value()).checkTest();
    final ImageSet train = scene.train();
    final Architecture shape =
        width == 0
            ? new SmallVgg16(train.channels(), Math.max(2, train.classes()))
            : ResNet18.forImages(width, train);
    final Network trained =
        new Training(settings)
            .train(Network.untrained(shape, scene.seed()), train, scene.seed())
            .network();
    final Map<String, Double> figures = EvaluateVerb.judge(trained, scene);
    if (folder.isPresent()) {
      scene.read().saveUnreadable(folder.get().path());
      trained.save(folder.get().path().resolve(NetworkFiles.NAME));
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

  /** The width of the ResNet-18 asked for; 0 for the small VGG-16. */
  private int width() {
    final String name = network.strip().toLowerCase(Locale.ROOT);
    if (name.equals("vgg16")) {
      return 0;
    }
    if (name.matches("resnet18-\\d{1,4}")) {
      return Ranges.within(
          "the width of --network",
          Integer.parseInt(name.substring("resnet18-".length())),
          1,
          1024);
    }
    throw new IllegalArgumentException(
        "--network is '%s'; vgg16 and resnet18-WIDTH, such as resnet18-16, are allowed"
            .formatted(network));
  }
}
