package org.metasift.tune;

import java.util.List;
import java.util.function.Consumer;
import org.metasift.data.ImageSet;
import org.metasift.run.TrialRunner;
import org.metasift.sift.MetaSift;

/**
 * One sifter under settings that warm up alike, on one copy: what it finds, setting by setting.
 *
 * @param variants settings that {@link MetaSift#compare} takes together
 * @param images of the copy; the truth about it stays with the search
 * @param sifter which one, from 0
 */
record SifterTrial(
    List<MetaSift.Settings> variants, TrialRunner.Shared<ImageSet> images, int sifter, long seed)
    implements TrialRunner.Task<List<TrialStore.Found>> {
  @Override
  public void run(Consumer<List<TrialStore.Found>> found) {
    found.accept(
        MetaSift.compare(variants, images.value(), sifter, seed).stream()
            .map(
                one ->
                    new TrialStore.Found(
                        one.scores(), one.warmupAccuracy(), one.decided(), one.seconds()))
            .toList());
  }
}
