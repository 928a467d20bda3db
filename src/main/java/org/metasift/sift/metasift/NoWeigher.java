package org.metasift.sift.metasift;

import java.util.List;
import org.metasift.data.ImageSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.Sifter;

/**
 * Meta-Sift without its weigher, to show what the weigher adds: the same networks, the same
 * warm-up, as many plain steps on the same batches, scored under the same views, all to the last
 * random number. An image's score is its negative cost, the mean over views and networks.
 *
 * @param metaSift Meta-Sift's settings; {@code v_lr} and {@code top_k} have no effect
 */
public record NoWeigher(MetaSift.Settings metaSift) implements Sifter {
  @Override
  public Ranking rank(ImageSet images, long seed) {
    final long start = System.nanoTime();
    Ranking.checkNotEmpty(images);
    final double[] scores = Sifting.mean(siftings(images, seed));
    return Ranking.of(name(), settings(), images, scores, seed, start);
  }

  /** What the networks find, one by one. */
  List<Sifting> siftings(ImageSet images, long seed) {
    final SifterCrew crew = new SifterCrew(metaSift, SifterCrew.resNet(metaSift));
    return crew.sift(images, crew.networkFor(images), seed, false);
  }

  @Override
  public String settings() {
    return metaSift.toString();
  }

  @Override
  public Object plainSettings() {
    return metaSift;
  }

  @Override
  public int revision() {
    return 3;
  }

  @Override
  public String name() {
    return "Meta-Sift without weigher";
  }
}
