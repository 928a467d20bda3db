package org.metasift.tune;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.metasift.attack.PoisonedSet;
import org.metasift.compute.RandomStream;
import org.metasift.compute.Ranges;
import org.metasift.compute.TaskRunner;
import org.metasift.data.ImageSet;
import org.metasift.eval.Metrics;
import org.metasift.sift.BaseSet;
import org.metasift.sift.Ranking;
import org.metasift.sift.baseline.RandomPick;
import org.metasift.sift.metasift.MetaSift;

/**
 * Searches settings of Meta-Sift whose pick is free of {@link PseudoPoison pseudo-poison} on
 * several copies of a suspicious set (the artifact's appendix A.5), and takes the cheapest of those
 * found. The truth about the set itself is neither known nor asked for.
 *
 * <p>Successive halving (Jamieson and Talwalkar 2016), by thirds: twelve settings run one sifter on
 * the first copy of each kind; the best third, by mean NCR and then by depth, on all copies; of
 * these again the best third, and for them sifter after sifter joins the vote until nothing
 * poisoned is picked on any copy. Settings with an undecided weigher come last and are never
 * chosen; settings under which a network diverges are noted as failed and not tried further. Every
 * copy has sifters of other seeds: settings that owe their pick to the start of one network, or of
 * one weigher, do not hold on the next copy. Where that finds nothing and there is time, it goes on
 * as Hyperband does (Li et al. 2018), because one sifter on one copy says little: four other
 * settings begin with all copies, of which two are kept; two others vote at once; and so on with
 * twelve. Settings that warm up alike share the warm-up ({@link MetaSift#compare}).
 *
 * <p>It ends with the first of these rounds that found something clean, whether or not there is
 * time left. What sifters take decides between clean settings at the end, never what is tried: so a
 * search tries the same wherever it runs.
 *
 * <p>Every sifter's result is kept in {@link #FILE}: the same search in the same folder goes on
 * where it was stopped.
 */
public final class SiftTuner {
  /** The file of a search's folder that keeps what was found. */
  public static final String FILE = "trials.sqlite";

  private static final int THIRD = 3;
  private static final int[] BRACKETS = {12, 4, 2}; // a third each, FEWEST_KEPT at least
  private static final int FEWEST_KEPT = 2;

  private final Settings settings;
  private final MetaSift.Settings like;
  private final Path folder;

  /**
   * How thorough a search is.
   *
   * @param candidates how many settings are tried at most, 1 to 1000
   * @param copies how many pseudo-poisoned copies, 1 to 20
   * @param mostSifters how many may vote, 1 to 20
   * @param time after which no further sifter is started; what is running ends
   * @param kinds of pseudo-poison, at least one and no more than there are copies: the copies take
   *     them in turn
   */
  public record Settings(
      int candidates, int copies, int mostSifters, Duration time, List<PseudoPoison.Kind> kinds) {
    /** The most settings that a search may try. */
    public static final int MOST_CANDIDATES = 1000;

    /** The most pseudo-poisoned copies. */
    public static final int MOST_COPIES = 20;

    /** The most sifters that may vote. */
    public static final int MOST_SIFTERS = 20;

    /** Checks the ranges. */
    public Settings {
      kinds = List.copyOf(kinds);
      Ranges.within("candidates", candidates, 1, MOST_CANDIDATES);
      Ranges.within("copies", copies, 1, MOST_COPIES);
      Ranges.within("mostSifters", mostSifters, 1, MOST_SIFTERS);
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("time is %s; it must be above 0".formatted(time));
      }
      if (kinds.isEmpty() || kinds.size() > copies) {
        throw new IllegalArgumentException(
            "%d kinds of pseudo-poison on %d copies; 1 to as many as there are copies are allowed"
                .formatted(kinds.size(), copies));
      }
    }

    @Override
    public String toString() {
      return "up to %d settings in up to %d s on %d copies with %s, up to %d sifters"
          .formatted(
              candidates,
              time.toSeconds(),
              copies,
              kinds.stream().map(PseudoPoison.Kind::toString).collect(Collectors.joining(", ")),
              mostSifters);
    }

    /** With the paper's kind of pseudo-poison alone. */
    public Settings(int candidates, int copies, int mostSifters, Duration time) {
      this(candidates, copies, mostSifters, time, List.of(PseudoPoison.Kind.NARCISSUS));
    }

    /** As many settings as an hour allows, three copies, up to five sifters. */
    public static Settings standard() {
      return new Settings(1000, 3, 5, Duration.ofHours(1));
    }
  }

  /**
   * A search around these settings, kept in a folder.
   *
   * @param like not fitted to a set's size: that is done here
   */
  public SiftTuner(Settings settings, MetaSift.Settings like, Path folder) {
    this.settings = settings;
    this.like = like;
    this.folder = folder;
  }

  /** Searches on this machine; as below. */
  public Tuning tune(ImageSet suspicious, int budget, long seed, Consumer<Trial> told) {
    try (TaskRunner runner = TaskRunner.here()) {
      return tune(suspicious, budget, seed, told, runner);
    }
  }

  /**
   * Searches.
   *
   * @param suspicious the set as it is, whatever poison it holds
   * @param budget images that a base set is to have
   * @param seed fixes the copies, the settings tried and the sifters; the first copy and its
   *     sifters have this one, the others their own, drawn from it
   * @param told of each trial as it ends, kept ones too
   * @param runner where sifters run; what they find is judged and kept here
   * @throws IllegalArgumentException when the budget does not fit the set, or no class is large
   *     enough to be poisoned
   * @throws java.util.concurrent.CancellationException when the thread is interrupted; what was
   *     found is kept
   */
  public Tuning tune(
      ImageSet suspicious, int budget, long seed, Consumer<Trial> told, TaskRunner runner) {
    final long start = System.nanoTime();
    BaseSet.checkBudget(suspicious, budget);
    final List<PoisonedSet> copies = new ArrayList<>();
    for (int copy = 0; copy < settings.copies(); copy++) {
      final PseudoPoison.Kind kind = settings.kinds().get(copy % settings.kinds().size());
      copies.add(PseudoPoison.on(suspicious, kind, seedOf(copy, seed)));
    }
    return tune(suspicious, copies, budget, seed, start, told, runner);
  }

  /** As above, with copies that were made before. */
  Tuning tune(
      ImageSet suspicious,
      List<PoisonedSet> copies,
      int budget,
      long seed,
      long start,
      Consumer<Trial> told,
      TaskRunner runner) {
    try (TrialStore store = new TrialStore(folder.resolve(FILE), seed, copies)) {
      final Search search = new Search(copies, budget, seed, start, store, told, runner);
      search.run(
          SearchSpace.draw(
              like, suspicious.size(), settings.candidates(), RandomStream.SEARCH.from(seed)));
      final long grid =
          (long) SearchSpace.size(like, suspicious.size())
              * settings.copies()
              * settings.mostSifters();
      final List<Double> chances =
          copies.stream()
              .map(copy -> Metrics.cleanByChance(copy, random(copy.images(), budget, seed)))
              .toList();
      return new Tuning(search.trials, chances, grid, search.late, search.spent());
    }
  }

  /** The seed of a copy and of its sifters. */
  static long seedOf(int copy, long seed) {
    return copy == 0 ? seed : RandomStream.COPY.seed(seed, copy);
  }

  private static BaseSet random(ImageSet images, int budget, long seed) {
    return new RandomPick().pick(images, budget, seed);
  }

  /** One search at work. */
  private final class Search {
    private final List<PoisonedSet> copies;
    private final int budget;
    private final long seed;
    private final long start;
    private final long end;
    private final TrialStore store;
    private final double before;
    private final Consumer<Trial> told;
    private final TaskRunner runner;
    private final Map<Integer, TaskRunner.Shared<ImageSet>> shared = new HashMap<>();
    private final List<Trial> trials = new ArrayList<>(); // as far as whole steps are done
    private boolean tried;
    private boolean late; // whether the clock withheld a sifter

    Search(
        List<PoisonedSet> copies,
        int budget,
        long seed,
        long start,
        TrialStore store,
        Consumer<Trial> told,
        TaskRunner runner) {
      this.copies = copies;
      this.budget = budget;
      this.seed = seed;
      this.start = start;
      this.end = start + settings.time().toNanos();
      this.store = store;
      this.before = store.spent();
      this.told = told;
      this.runner = runner;
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
      step(left, first, copies.size(), 0);
      if (later < 2) {
        left = best(left);
      }
      for (int sifter = 1; sifter < settings.mostSifters() && !left.isEmpty(); sifter++) {
        left = left.stream().filter(one -> !clean(one) && !failed(one)).toList();
        step(left, 0, copies.size(), sifter);
      }
    }

    /** One sifter more of each on some copies, those that warm up alike together. */
    private void step(List<MetaSift.Settings> some, int from, int to, int sifter) {
      final Map<List<Object>, List<MetaSift.Settings>> groups = new LinkedHashMap<>();
      some.forEach(one -> groups.computeIfAbsent(one.warmUp(), key -> new ArrayList<>()).add(one));
      final List<Group> work = new ArrayList<>();
      for (int copy = from; copy < to; copy++) {
        for (final List<MetaSift.Settings> group : groups.values()) {
          work.add(new Group(group, copy, sifter));
        }
      }
      work.stream().filter(group -> group.missing().isEmpty()).forEach(Group::judge);
      final List<Group> open = work.stream().filter(group -> !group.missing().isEmpty()).toList();
      runner.run(
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
        return new CopyTask(missing(), images(copy), sifter, seedOf(copy, seed));
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
          final Trial trial = Search.this.judge(one, copy, sifter);
          judged.add(trial);
          told.accept(trial);
        }
      }
    }

    private TaskRunner.Shared<ImageSet> images(int copy) {
      return shared.computeIfAbsent(copy, k -> runner.share(copies.get(k).images()));
    }

    private Trial judge(MetaSift.Settings one, int copy, int sifter) {
      final PoisonedSet truth = copies.get(copy);
      final double[] votes = new double[truth.images().size()];
      TrialStore.Found last = null;
      for (int k = 0; k <= sifter; k++) {
        last = store.find(one, copy, k).orElseThrow();
        if (last.failed()) {
          return Trial.failed(one, copy, sifter, last.seconds(), last.failure());
        }
        for (int i = 0; i < votes.length; i++) {
          votes[i] += last.scores()[i] / (sifter + 1);
        }
      }
      final BaseSet base =
          Ranking.of("vote", one.toString(), truth.images(), votes, seedOf(copy, seed), 0)
              .best(truth.images(), budget);
      return new Trial(
          one,
          copy,
          sifter,
          Metrics.ncr(truth, base).percent(),
          depth(truth, votes),
          last.accuracy(),
          last.decided(),
          last.seconds());
    }

    /** Whether the vote of all sifters so far picks nothing poisoned on any copy. */
    private boolean clean(MetaSift.Settings one) {
      return Tuning.Row.of(one, trials, copies.size()).clean();
    }

    private boolean failed(MetaSift.Settings one) {
      return Tuning.Row.of(one, trials, copies.size()).failed();
    }

    private List<MetaSift.Settings> best(List<MetaSift.Settings> some) {
      return some.stream()
          .map(one -> Tuning.Row.of(one, trials, copies.size()))
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

  /** {@link Trial#depth} of a vote: 0 to 1, more is better. */
  static double depth(PoisonedSet truth, double[] votes) {
    final Map<Integer, Double> best = new TreeMap<>(); // of the poisoned images, by their label
    for (final int i : truth.poisonedIndices()) {
      best.merge(truth.images().label(i), votes[i], Math::max);
    }
    double depth = 0;
    for (final Map.Entry<Integer, Double> label : best.entrySet()) {
      final int[] own = truth.images().indicesOf(label.getKey());
      depth +=
          (double) IntStream.of(own).filter(i -> votes[i] > label.getValue()).count() / own.length;
    }
    return depth / best.size();
  }
}
