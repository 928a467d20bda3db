package org.metasift.sift;

import org.metasift.data.ImageSet;

/**
 * Meta-Sift without its weigher, to show what the weigher adds: the same networks, the same
 * warm-up, as many plain steps on the same batches, scored under the same views, all to the last
 * random number. An image's score is its negative cost, the mean over views and networks.
 *
 * @param settings Meta-Sift's; {@code v_lr} and {@code top_k} have no effect
 */
public record NoWeigher(MetaSift.Settings settings) implements Sifter {
  @Override
  public BaseSet pick(ImageSet images, int budget, long seed) {
    final long start = System.nanoTime();
    ClassBudget.quotas(images, budget);
    final double[] scores = MetaSift.mean(new MetaSift(settings).plain(images, seed));
    return BaseSet.ofBest(name(), settings.toString(), images, scores, budget, seed, start);
  }

  @Override
  public String name() {
    return "Meta-Sift without weigher";
  }
}
