package org.metasift.tune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.metasift.compute.DivergedException;
import org.metasift.compute.TaskRunner;
import org.metasift.data.ImageSet;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.Sifting;

/**
 * One sifter under settings that warm up alike, on one copy: what it finds, setting by setting.
 *
 * @param variants settings that {@link MetaSift#compare} takes together
 * @param images of the copy; the truth about it stays with the search
 * @param sifter which one, from 0
 */
record CopyTask(
    List<MetaSift.Settings> variants, TaskRunner.Shared<ImageSet> images, int sifter, long seed)
    implements TaskRunner.Task<List<TrialStore.Found>> {
  @Override
  public void run(Consumer<List<TrialStore.Found>> found) {
    found.accept(found(variants, some -> MetaSift.compare(some, images.value(), sifter, seed)));
  }

  /** The settings that warm up alike together, each group where its first one stood. */
  static List<List<MetaSift.Settings>> groups(List<MetaSift.Settings> some) {
    final Map<List<Object>, List<MetaSift.Settings>> groups = new LinkedHashMap<>();
    some.forEach(one -> groups.computeIfAbsent(one.warmUp(), key -> new ArrayList<>()).add(one));
    return List.copyOf(groups.values());
  }

  /**
   * What is found under settings that warm up alike, in their order: each by itself where one of
   * them diverges, since what that one does is not the others' fault.
   *
   * @param compare as {@link MetaSift#compare} does, on one set
   */
  static List<TrialStore.Found> found(
      List<MetaSift.Settings> some, Function<List<MetaSift.Settings>, List<Sifting>> compare) {
    final long start = System.nanoTime();
    try {
      return compare.apply(some).stream().map(TrialStore.Found::of).toList();
    } catch (final DivergedException e) {
      return some.size() == 1
          ? List.of(TrialStore.Found.failed(e, (System.nanoTime() - start) / 1e9))
          : some.stream().flatMap(one -> found(List.of(one), compare).stream()).toList();
    }
  }
}
