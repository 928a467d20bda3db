package org.metasift.tune;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.metasift.compute.RandomStream;
import org.metasift.compute.Ranges;
import org.metasift.compute.TaskRunner;
import org.metasift.compute.TaskRunners;
import org.metasift.data.ImageSet;
import org.metasift.sift.BaseSet;
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

  /** The settings that a search of a set tries first, each with one sifter. */
  public List<MetaSift.Settings> first(ImageSet suspicious, long seed) {
    return SearchSpace.draw(
        like,
        suspicious.size(),
        Math.min(Search.FIRST, settings.candidates()),
        RandomStream.SEARCH.from(seed));
  }

  /** Searches on this machine; as below. */
  public Tuning tune(ImageSet suspicious, int budget, long seed, Consumer<Trial> told) {
    try (TaskRunner runner = TaskRunners.here()) {
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
   * @param told receives each trial as it ends, kept ones too
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
    final Copies copies = Copies.of(suspicious, settings, budget, seed);
    return tune(suspicious.size(), copies, start, told, runner);
  }

  /**
   * As above, with copies that were made before.
   *
   * @param images how many the suspicious set has
   * @param start when the search began, by {@link System#nanoTime}
   */
  Tuning tune(int images, Copies copies, long start, Consumer<Trial> told, TaskRunner runner) {
    try (TrialStore store = new TrialStore(folder.resolve(FILE), copies.seed(), copies.sets())) {
      final Search search = new Search(settings, copies, store, start, told, runner);
      search.run(
          SearchSpace.draw(
              like, images, settings.candidates(), RandomStream.SEARCH.from(copies.seed())));
      final long grid =
          (long) SearchSpace.size(like, images) * settings.copies() * settings.mostSifters();
      return new Tuning(search.trials(), copies.chances(), grid, search.late(), search.spent());
    }
  }
}
