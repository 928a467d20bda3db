package org.metasift.attack;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;

/**
 * The network an attacker trains to aim at when the victim's is not known: a ResNet-18 of width 16,
 * five epochs on up to 12,800 images, enough to make a trigger that carries over.
 */
final class Surrogate {
  private static final int WIDTH = 16;
  private static final int MOST_IMAGES = 12_800;
  private static final int EPOCHS = 5;

  private Surrogate() {}

  /** Trains a surrogate on a set, as it is. */
  static Network train(ImageSet images, long seed) {
    final int[] order = Batches.permutation(images.size(), new SplittableRandom(seed));
    final ImageSet part = images.select(IntStream.of(order).limit(MOST_IMAGES).toArray());
    final Network start =
        Network.untrained(
            new ResNet18(WIDTH, images.channels(), Math.max(2, images.classes())), seed);
    return new Training(Training.Settings.standard().withEpochs(EPOCHS))
        .train(start, part, seed)
        .network();
  }
}
