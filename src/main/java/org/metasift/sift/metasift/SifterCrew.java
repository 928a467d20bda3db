package org.metasift.sift.metasift;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.metasift.compute.TaskRunner;
import org.metasift.compute.TaskRunners;
import org.metasift.data.ImageSet;
import org.metasift.nn.Architecture;
import org.metasift.nn.ResNet18;

/**
 * The sifters of one Meta-Sift at work: one after the other or, where there are several GPUs and
 * the network travels, one on each.
 *
 * @param network for the images of a set
 */
record SifterCrew(MetaSift.Settings settings, Function<ImageSet, ? extends Architecture> network) {
  /** Our ResNet-18 as the settings want it, for images of any set; it travels. */
  static Function<ImageSet, ResNet18> resNet(MetaSift.Settings settings) {
    final int width = settings.width();
    final int stride = settings.stride();
    return (Function<ImageSet, ResNet18> & Serializable)
        images -> ResNet18.forImages(width, stride, images);
  }

  Architecture networkFor(ImageSet images) {
    return network.apply(images);
  }

  /**
   * What the sifters find, in their order.
   *
   * @param architecture the {@link #networkFor network for} these images
   * @param weighed whether there are weighers; see {@link NoWeigher}
   */
  List<Sifting> sift(ImageSet images, Architecture architecture, long seed, boolean weighed) {
    final boolean spread = settings.sifters() > 1 && network instanceof Serializable;
    try (TaskRunner runner =
        spread ? TaskRunners.here(images.pixelBytes()) : TaskRunners.inTurn()) {
      final SifterCrew same =
          runner.slots() > 1 ? this : new SifterCrew(settings, any -> architecture);
      final TaskRunner.Shared<ImageSet> shared = runner.share(images);
      final List<SifterTask> tasks =
          IntStream.range(0, settings.sifters())
              .mapToObj(k -> same.task(shared, k, seed, weighed))
              .toList();
      return runner
          .results(tasks, "Sifters on all GPUs", k -> "sifter %d".formatted(k + 1))
          .stream()
          .map(found -> found.get(0))
          .toList();
    }
  }

  /** What sifter {@code number} has to do. */
  SifterTask task(TaskRunner.Shared<ImageSet> images, int number, long seed, boolean weighed) {
    final SifterTask.Purpose purpose =
        weighed ? SifterTask.Purpose.PICK : SifterTask.Purpose.PICK_WITHOUT_WEIGHER;
    return new SifterTask(List.of(settings), network, images, number, purpose, seed);
  }

  /** As {@link MetaSift#compare}. */
  static List<Sifting> compare(
      List<MetaSift.Settings> variants, ImageSet images, int number, long seed) {
    if (variants.stream().map(MetaSift.Settings::warmUp).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "the settings %s do not warm up alike: width, stride, warm-up, batch size and learning rate must be equal"
              .formatted(variants));
    }
    final List<Sifting> found = new ArrayList<>();
    try (TaskRunner runner = TaskRunners.inTurn()) {
      final TaskRunner.Shared<ImageSet> shared = runner.share(images);
      final Function<ImageSet, ResNet18> network = resNet(variants.get(0));
      new SifterTask(variants, network, shared, number, SifterTask.Purpose.COMPARISON, seed)
          .run(found::addAll);
    }
    return found;
  }
}
