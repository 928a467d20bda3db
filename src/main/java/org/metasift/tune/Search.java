package org.metasift.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.metasift.compute.TaskRunner;
import org.metasift.data.ImageSet;
import org.metasift.sift.metasift.MetaSift;

/** One search of a {@link SiftTuner} at work: what is tried next, and when it ends. */
final class Search {
  private static final int THIRD = 3;

  /** How many settings the first round tries. */
  static final int FIRST = 12;

  private static final int[] BRACKETS = {FIRST, 4, 2}; // a third each, FEWEST_KEPT at least
  private static final int FEWEST_KEPT = 2;

  private final SiftTuner.Settings settings;
  private final Copies copies;
  private final long start;
  private final long end;
  private final TrialStore store;
  private final double before;
  private final Consumer<Trial> told;
  private final TaskRunner runner;
  private final Map<Integer, TaskRunner.Shared<ImageSet>> shared = new HashMap<>();
  private final List<Trial> trials = new ArrayList<>();
  private boolean tried;
  private boolean late;

  /**
   * A search that begins, or goes on.
   *
   * @param store what was found before, and what will be
   * @param start when it began, by {@link System#nanoTime}
   */
  Search(
      SiftTuner.Settings settings,
      Copies copies,
      TrialStore store,
      long start,
      Consumer<Trial> told,
      TaskRunner runner) {
    this.settings = settings;
    this.copies = copies;
    this.start = start;
    this.end = start + settings.time().toNanos();
    this.store = store;
    this.before = store.spent();
    this.told = told;
    this.runner = runner;
  }

  /** What was tried, as far as whole steps are done. */
  List<Trial> trials() {
    return trials;
  }

  /** Whether the clock withheld a sifter. */
  boolean late() {
    return late;
  }

  /** Seconds that all runs of this search took, this one as far as it is; kept. */
  double spent() {
    final double seconds = before + (System.nanoTime() - start) / 1e9;
    store.spent(seconds);
    return seconds;
  }

  /** Asked before each sifter that is still to run. */
  private boolean timeIsUp() {
    final boolean up = tried && System.nanoTime() > end; // something is always tried
    late |= up;
    return up;
  }

  /** Tries settings, bracket by bracket, until some of one are clean. */
  void run(List<MetaSift.Settings> all) {
    int next = 0;
    for (int k = 0; next < all.size(); k++) {
      final int later = k % BRACKETS.length;
      final int end = Math.min(all.size(), next + BRACKETS[later]);
      final List<MetaSift.Settings> some = all.subList(next, end);
      run(some, later);
      if (some.stream().anyMatch(this::clean)) {
        return;
      }
      next = end;
    }
  }

  /** A bracket that leaves out this many of the first two steps. */
  private void run(List<MetaSift.Settings> some, int later) {
    List<MetaSift.Settings> left = some;
    int first = 0;
    if (later == 0) {
      first = settings.kinds().size(); // copies take the kinds in turn
      step(left, 0, first, 0);
      left = best(left);
    }
    step(left, first, copies.count(), 0);
    if (later < 2) {
      left = best(left);
    }
    for (int sifter = 1; sifter < settings.mostSifters() && !left.isEmpty(); sifter++) {
      left = left.stream().filter(one -> !clean(one) && !failed(one)).toList();
      step(left, 0, copies.count(), sifter);
    }
  }

  /** One sifter more of each on some copies, those that warm up alike together. */
  private void step(List<MetaSift.Settings> some, int from, int to, int sifter) {
    final List<List<MetaSift.Settings>> groups = CopyTask.groups(some);
    final List<Group> work = new ArrayList<>();
    for (int copy = from; copy < to; copy++) {
      for (final List<MetaSift.Settings> group : groups) {
        work.add(new Group(group, copy, sifter));
      }
    }
    work.stream().filter(group -> group.missing().isEmpty()).forEach(Group::judge);
    final List<Group> open = work.stream().filter(group -> !group.missing().isEmpty()).toList();
    runner.run(
        "Trial",
        open.size(),
        open.stream().map(Group::task).toList(),
        this::timeIsUp,
        (k, found) -> open.get(k).take(found));
    work.forEach(group -> trials.addAll(group.judged));
  }

  /** Settings that warm up alike, on one copy. */
  private final class Group {
    private final List<MetaSift.Settings> members;
    private final int copy;
    private final int sifter;
    private final List<Trial> judged = new ArrayList<>();

    Group(List<MetaSift.Settings> members, int copy, int sifter) {
      this.members = members;
      this.copy = copy;
      this.sifter = sifter;
    }

    List<MetaSift.Settings> missing() {
      return members.stream().filter(one -> store.find(one, copy, sifter).isEmpty()).toList();
    }

    CopyTask task() {
      return new CopyTask(missing(), images(copy), sifter, copies.seed(copy));
    }

    void take(List<TrialStore.Found> found) {
      final List<MetaSift.Settings> missing = missing();
      for (int k = 0; k < found.size(); k++) {
        store.put(missing.get(k), copy, sifter, found.get(k));
      }
      spent();
      judge();
    }

    void judge() {
      tried = true;
      for (final MetaSift.Settings one : members) {
        final Trial trial = copies.judge(one, copy, sifter, store);
        judged.add(trial);
        told.accept(trial);
      }
    }
  }

  private TaskRunner.Shared<ImageSet> images(int copy) {
    return shared.computeIfAbsent(copy, k -> runner.share(copies.images(k)));
  }

  /** Whether the vote of all sifters so far picks nothing poisoned on any copy. */
  private boolean clean(MetaSift.Settings one) {
    return Tuning.Row.of(one, trials, copies.count()).clean();
  }

  private boolean failed(MetaSift.Settings one) {
    return Tuning.Row.of(one, trials, copies.count()).failed();
  }

  private List<MetaSift.Settings> best(List<MetaSift.Settings> some) {
    return some.stream()
        .map(one -> Tuning.Row.of(one, trials, copies.count()))
        .filter(row -> !row.failed())
        .sorted(
            Comparator.comparing((Tuning.Row row) -> !row.decided()) // these can't become clean
                .thenComparingDouble(Tuning.Row::ncr)
                .thenComparing(Comparator.comparingDouble(Tuning.Row::depth).reversed()))
        .map(Tuning.Row::settings)
        .map(voting -> voting.withSifters(1))
        .limit(Math.max(FEWEST_KEPT, (some.size() + THIRD - 1) / THIRD))
        .toList();
  }
}
