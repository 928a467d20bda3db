package org.metasift.attack.surrogate;

import org.metasift.compute.RandomStream;
import org.metasift.compute.RecentValues;
import org.metasift.data.Batches;
import org.metasift.data.ImageSet;
import org.metasift.nn.Architecture;
import org.metasift.nn.Network;
import org.metasift.nn.ResNet18;
import org.metasift.nn.Training;
import org.metasift.nn.Victim;

/**
 * The network an attacker trains to aim at: as a rule five epochs on up to 12,800 images. Where the
 * victim's is not known it is a ResNet-18 of width 16, enough to make a trigger that carries over.
 * It has a stream of random numbers of its own: whoever checks an attack with the seed that the
 * attack had trains a victim from another start and on other batches.
 */
public final class Surrogate {
  private static final int WIDTH = 16;
  private static final int MOST_IMAGES = 12_800;
  public static final int EPOCHS = 5;

  /** The attacks of a table share them. */
  private static final RecentValues<Network> RECENT = new RecentValues<>(4);

  private Surrogate() {}

  /** The surrogate for a set, as it is, and a seed: trained now, unless it is still at hand. */
  public static Network train(ImageSet images, long seed) {
    return train(images, EPOCHS, seed);
  }

  /** The same with more or fewer epochs. */
  public static Network train(ImageSet images, int epochs, long seed) {
    return kept(ResNet18.forImages(WIDTH, images), images, epochs, seed);
  }

  /** The same where the attacker knows what kind of network the victim trains. */
  public static Network ofVictimsKind(ImageSet images, long seed) {
    return kept(Victim.kind(images), images, EPOCHS, seed);
  }

  private static Network kept(Architecture kind, ImageSet images, int epochs, long seed) {
    final String key = "%s %s %d %d".formatted(kind, images.fingerprint(), epochs, seed);
    return RECENT.get(key, () -> trainAnew(kind, images, epochs, seed));
  }

  private static Network trainAnew(Architecture kind, ImageSet images, int epochs, long seed) {
    final long own = RandomStream.SURROGATE.seed(seed);
    final ImageSet part =
        images.select(
            Batches.sample(images.size(), MOST_IMAGES, RandomStream.SURROGATE_IMAGES.from(own)));
    return new Training(Training.Settings.standard().withEpochs(epochs))
        .train(untrained(kind, seed), part, own)
        .network();
  }

  /** What a surrogate of this kind starts from. */
  public static Network untrained(Architecture kind, long seed) {
    return Network.untrained(kind, RandomStream.SURROGATE.seed(seed));
  }
}
