package org.metasift.sift.baseline;

import java.util.SplittableRandom;
import org.metasift.compute.Progress;
import org.metasift.compute.RandomStream;
import org.metasift.data.ImageSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.Sifter;

/** Picks at random within each class: the yardstick, with an expected NCR near 100 %. */
public record RandomPick() implements Sifter {
  @Override
  public Ranking rank(ImageSet images, long seed) {
    final long start = System.nanoTime();
    Ranking.checkNotEmpty(images);
    Progress.checkStop();
    final SplittableRandom random = RandomStream.RANDOM_PICK.from(seed);
    final double[] scores = random.doubles(images.size()).toArray();
    return Ranking.of(name(), settings(), images, scores, seed, start);
  }

  @Override
  public String settings() {
    return "no settings";
  }

  @Override
  public int revision() {
    return 2; // draws from named streams
  }

  @Override
  public String name() {
    return "Random";
  }
}
