package org.metasift.sift.metasift;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.metasift.compute.Compute;
import org.metasift.compute.TaskRunner;
import org.metasift.data.ImageSet;
import org.metasift.nn.Architecture;
import org.metasift.nn.device.DeviceImages;

/**
 * One sifter under settings that warm up alike: what it finds, setting by setting. It travels to
 * another process when the network does.
 *
 * @param variants at least one
 * @param network for the images of a set
 * @param images as suspicious as they are
 * @param number which of the sifters, from 0
 */
record SifterTask(
    List<MetaSift.Settings> variants,
    Function<ImageSet, ? extends Architecture> network,
    TaskRunner.Shared<ImageSet> images,
    int number,
    Purpose purpose,
    long seed)
    implements TaskRunner.Task<List<Sifting>> {
  /** What a sifter is for. */
  enum Purpose {
    /** One of those that vote on a pick. */
    PICK,
    /** The same without its weigher: it trains plainly on. */
    PICK_WITHOUT_WEIGHER,
    /** It stands for itself, in a comparison of settings. */
    COMPARISON;

    boolean weighed() {
      return this != PICK_WITHOUT_WEIGHER;
    }
  }

  @Override
  public void run(Consumer<List<Sifting>> found) {
    final ImageSet set = images.value();
    try (NDManager root = Compute.open();
        DeviceImages resident = DeviceImages.open(set, root)) {
      found.accept(
          new SifterRun(variants, network.apply(set), number, purpose, set, resident)
              .run(root, seed));
    }
  }
}
