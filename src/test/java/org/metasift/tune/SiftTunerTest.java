package org.metasift.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.attack.BadNets;
import org.metasift.attack.PoisonedSet;
import org.metasift.compute.FarRunner;
import org.metasift.compute.TaskRunner;
import org.metasift.compute.TaskRunners;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.eval.Metrics;
import org.metasift.io.Records;
import org.metasift.sift.BaseSet;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.TinySettings;

/** A search on small images: what it tries, keeps and goes on with. */
class SiftTunerTest {
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 1, 30, 40, 15);
  private static final ImageSet SOME = TinyImages.of(8, 3, 1, 21, 21);
  private static final ImageSet FEW = TinyImages.of(8, 3, 1, 12, 12);
  private static final MetaSift.Settings LIKE =
      TinySettings.tiny().withBatchSize(32).withWeigherLearningRate(0.01);

  @TempDir private Path folder;

  private Tuning tune(Duration time, List<Trial> told) {
    final SiftTuner.Settings effort =
        new SiftTuner.Settings(5, 2, 3, time, List.of(PseudoPoison.Kind.BADNETS));
    return new SiftTuner(effort, LIKE, folder).tune(SOME, 6, 3, told::add);
  }

  @Test
  void pseudoPoisonIsATenthOfALargerClassWithItsLabelsKept() {
    final PoisonedSet copy = PseudoPoison.on(IMAGES, 5);
    final int target = copy.commonLabel();
    assertThat(target).isLessThan(2); // the smallest class is below the median
    assertThat(copy.poisonedCount()).isEqualTo(IMAGES.classCounts()[target] / 10);
    assertThat(copy.images().labels()).isEqualTo(IMAGES.labels());
    assertThat(copy.images().fingerprint()).isNotEqualTo(IMAGES.fingerprint());
    assertThat(PseudoPoison.on(IMAGES, 5)).isSameAs(copy); // remembered
    final PoisonedSet squares = PseudoPoison.on(IMAGES, PseudoPoison.Kind.BADNETS, 5);
    assertThat(squares).isNotSameAs(copy);
    assertThat(PseudoPoison.on(IMAGES, PseudoPoison.Kind.BADNETS, 6)).isNotSameAs(squares);
    assertThat(PseudoPoison.make(IMAGES, PseudoPoison.Kind.BADNETS, 5).images().fingerprint())
        .isEqualTo(squares.images().fingerprint());
    assertThatThrownBy(() -> PseudoPoison.on(TinyImages.of(8, 3, 1, 19, 19), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no class of 38 images")
        .hasMessageContaining("has 20 images or more");
  }

  @Test
  void otherKindsOfPseudoPoisonChangeLabelsAndTheCopiesTakeThemInTurn() {
    final PoisonedSet flips = PseudoPoison.on(IMAGES, PseudoPoison.Kind.RANDOM_LABEL_FLIP, 5);
    assertThat(flips.poisonedCount()).isEqualTo(IMAGES.size() / 5);
    for (final PseudoPoison.Kind kind :
        List.of(PseudoPoison.Kind.BADNETS, PseudoPoison.Kind.BLENDED)) {
      final PoisonedSet copy = PseudoPoison.on(IMAGES, kind, 5);
      final int label = copy.commonLabel();
      final int clean = IMAGES.classCounts()[label];
      assertThat((double) copy.poisonedCount() / (clean + copy.poisonedCount()))
          .isCloseTo(0.33, within(0.02));
    }
    final List<Trial> told = new ArrayList<>();
    final SiftTuner.Settings effort =
        new SiftTuner.Settings(
            4,
            2,
            1,
            Duration.ofHours(1),
            List.of(PseudoPoison.Kind.BADNETS, PseudoPoison.Kind.RANDOM_LABEL_FLIP));
    new SiftTuner(effort, LIKE, folder).tune(SOME, 6, 3, told::add);
    for (final Trial trial : told) {
      final long seed = PseudoPoison.seedOf(trial.copy(), 3);
      final PoisonedSet copy = PseudoPoison.on(SOME, effort.kinds().get(trial.copy()), seed);
      final BaseSet pick = new MetaSift(trial.settings()).pick(copy.images(), 6, seed);
      assertThat(trial.ncr()).isEqualTo(Metrics.ncr(copy, pick).percent());
    }
    assertThat(settingsOn(0, told)).hasSizeGreaterThan(2).isEqualTo(settingsOn(1, told));
  }

  private static Set<MetaSift.Settings> settingsOn(int copy, List<Trial> trials) {
    return trials.stream()
        .filter(trial -> trial.copy() == copy)
        .map(Trial::settings)
        .collect(Collectors.toSet());
  }

  @Test
  void kindsOfPseudoPoisonHaveTheNamesOfTheirAttacks() {
    for (final PseudoPoison.Kind kind : PseudoPoison.Kind.values()) {
      assertThat(PseudoPoison.Kind.named(" " + kind)).isEqualTo(kind);
      if (kind == PseudoPoison.Kind.NARCISSUS) {
        continue;
      }
      final PoisonedSet copy = PseudoPoison.make(IMAGES, kind, 5);
      final String name = copy.attack().name().toLowerCase(Locale.ROOT).replace(' ', '-');
      assertThat(name).contains(kind.toString().replace("smooth-shift", "smooth"));
      assertThat(copy.poisonedCount()).isPositive();
    }
    assertThat(PseudoPoison.make(IMAGES, PseudoPoison.Kind.NOISE, 5).images().labels())
        .isEqualTo(IMAGES.labels());
    assertThat(PseudoPoison.make(IMAGES, PseudoPoison.Kind.WARP, 5).images().labels())
        .isNotEqualTo(IMAGES.labels());
    assertThatThrownBy(() -> PseudoPoison.Kind.named("iab"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no pseudo-poison 'iab'; there are narcissus, badnets, blended, random-label-flip, patch, blend, smooth-shift, stripes, warp, noise");
  }

  @Test
  void theSearchSpaceBeginsWithTheGivenSettingsFittedAndHoldsNoneTwice() {
    final List<MetaSift.Settings> drawn = SearchSpace.draw(LIKE, 170, 12, new SplittableRandom(1));
    assertThat(drawn).doesNotHaveDuplicates().hasSizeBetween(9, 12);
    assertThat(drawn.get(0)).isEqualTo(LIKE.fittedTo(170));
    assertThat(drawn).allMatch(one -> one.sifters() == 1);
    assertThat(drawn.stream().map(MetaSift.Settings::warmUp).distinct().count())
        .isLessThan(drawn.size());
  }

  @Test
  void theSearchSpaceHoldsShorterAndLongerWarmUpsAndLargerSteps() {
    final MetaSift.Settings compact = MetaSift.Settings.compact();
    final List<MetaSift.Settings> drawn =
        SearchSpace.draw(compact, 12_998, 80, new SplittableRandom(1));
    assertThat(drawn).hasSize(80);
    assertThat(drawn).extracting(MetaSift.Settings::stride).contains(1, 2);
    assertThat(SearchSpace.size(compact, 12_998)).isGreaterThanOrEqualTo(drawn.size());
    assertThat(drawn)
        .extracting(one -> one.warmupEpochs() + " to " + one.warmupAccuracy())
        .contains("1 to 0.35", "2 to 0.35", "3 to 0.35", "0 to 0.2", "1 to 0.6");
    assertThat(drawn).extracting(MetaSift.Settings::learningRate).contains(1e-4, 3e-4);
    assertThat(drawn).extracting(MetaSift.Settings::batchSize).containsOnly(128, 64);
  }

  @Test
  void ratesOutOfRangeAreNotTried() {
    final MetaSift.Settings fast = LIKE.withLearningRate(5).withWeigherLearningRate(2);
    assertThat(SearchSpace.draw(fast, 20, 200, new SplittableRandom(1)))
        .allMatch(one -> one.learningRate() == 5 && one.weigherLearningRate() <= 2 * 307);
    assertThat(SearchSpace.size(fast, 20)).isEqualTo(SearchSpace.size(LIKE, 20) / 3);
    assertThat(SearchSpace.draw(LIKE.withWeigherLearningRate(3), 20, 200, new SplittableRandom(1)))
        .extracting(MetaSift.Settings::weigherLearningRate)
        .contains(921.0)
        .allMatch(rate -> rate < 1000);
  }

  @Test
  void aSmallSetIsTriedInSmallerBatchesAsWell() {
    final MetaSift.Settings compact = MetaSift.Settings.compact();
    assertThat(SearchSpace.draw(compact, 1_437, 200, new SplittableRandom(1)))
        .extracting(MetaSift.Settings::batchSize)
        .containsOnly(128, 64, 32, 16);
    assertThat(SearchSpace.size(compact, 1_437)).isEqualTo(2 * SearchSpace.size(compact, 12_998));
  }

  @Test
  void aSearchHalvesJudgesByVotesAndGoesOnWhereItWasStopped() {
    final List<Trial> told = new ArrayList<>();
    final Tuning first = tune(Duration.ofNanos(1), told); // time for one group alone
    assertThat(first.late()).isTrue();
    assertThat(told).isNotEmpty().hasSizeLessThan(5).isEqualTo(first.trials());
    final Tuning whole = tune(Duration.ofHours(1), new ArrayList<>());
    assertThat(whole.trials()).startsWith(told.toArray(Trial[]::new)); // kept, not run again
    assertThat(whole.late()).isFalse();
    final List<Trial> opening =
        whole.trials().stream().filter(t -> t.copy() == 0 && t.sifter() == 0).toList();
    assertThat(opening).hasSize(5);
    assertThat(whole.trials().stream().filter(t -> t.copy() == 1 && t.sifter() == 0)).hasSize(2);
    final Tuning again = tune(Duration.ofNanos(1), new ArrayList<>());
    assertThat(again.trials()).isEqualTo(whole.trials());
    assertThat(again.seconds()).isGreaterThan(whole.seconds()).isGreaterThan(first.seconds());
    judgedByTheTruthOfTheCopyAlone(whole);
  }

  @Test
  void aSearchThatRanAllItsSiftersWasNotStoppedByTheClock() {
    final Tuning tuning =
        new SiftTuner(new SiftTuner.Settings(1, 1, 1, Duration.ofNanos(1)), LIKE, folder)
            .tune(
                FEW.size(),
                new Copies(copiesOfFew().subList(0, 1), 6, 3),
                System.nanoTime(),
                trial -> {},
                TaskRunners.inTurn());
    assertThat(tuning.trials()).hasSize(1);
    assertThat(tuning.late()).isFalse();
  }

  @Test
  void whereTrialsRunAndInWhichOrderTheyEndChangesNothing() {
    final List<Trial> told = new ArrayList<>();
    final Tuning here = tuneCopies("here", TaskRunners.here(), trial -> {});
    final Tuning far = tuneCopies("far", new FarRunner(3), told::add);
    assertThat(withoutSeconds(far.trials())).isEqualTo(withoutSeconds(here.trials()));
    assertThat(told).containsExactlyInAnyOrderElementsOf(far.trials()).isNotEqualTo(far.trials());
  }

  private Tuning tuneCopies(String place, TaskRunner runner, Consumer<Trial> told) {
    return tuneCopies(place, copiesOfFew(), runner, told);
  }

  private Tuning tuneCopies(
      String place, List<PoisonedSet> copies, TaskRunner runner, Consumer<Trial> told) {
    return new SiftTuner(
            new SiftTuner.Settings(3, 2, 2, Duration.ofHours(1)), LIKE, folder.resolve(place))
        .tune(FEW.size(), new Copies(copies, 6, 3), System.nanoTime(), told, runner);
  }

  @Test
  void whatWasFoundOnOtherCopiesIsNotTakenForThatOfThese() {
    final TaskRunner here = TaskRunners.inTurn();
    tuneCopies("one", here, trial -> {});
    final List<PoisonedSet> others =
        List.of(new BadNets(1, 0.3).poison(FEW, 4), new BadNets(0, 0.3).poison(FEW, 5));
    assertThat(withoutSeconds(tuneCopies("one", others, here, trial -> {}).trials()))
        .isEqualTo(withoutSeconds(tuneCopies("other", others, here, trial -> {}).trials()));
  }

  private static List<PoisonedSet> copiesOfFew() {
    return List.of(new BadNets(0, 0.2).poison(FEW, 1), new BadNets(1, 0.2).poison(FEW, 2));
  }

  @Test
  void aSearchThatFindsNothingGoesOnWithFewerSettingsAndMoreOfEach() {
    final int all = FEW.size(); // a pick of all is never clean
    final List<Trial> trials =
        new SiftTuner(new SiftTuner.Settings(18, 2, 2, Duration.ofHours(1)), LIKE, folder)
            .tune(
                FEW.size(),
                new Copies(copiesOfFew(), all, 3),
                System.nanoTime(),
                trial -> {},
                TaskRunners.inTurn())
            .trials();
    assertThat(trials).extracting(Trial::ncr).doesNotContain(0.0);
    final List<Trial> first = trials.subList(0, 20);
    assertThat(count(first, 0, 0)).isEqualTo(12);
    assertThat(count(first, 1, 0)).isEqualTo(4);
    assertThat(count(first, 0, 1)).isEqualTo(2);
    final List<Trial> second = trials.subList(20, 32);
    assertThat(count(second, 0, 0)).isEqualTo(4);
    assertThat(count(second, 1, 0)).isEqualTo(4);
    assertThat(count(second, 1, 1)).isEqualTo(2);
    final List<Trial> third = trials.subList(32, 40);
    assertThat(count(third, 0, 0)).isEqualTo(2);
    assertThat(count(third, 1, 1)).isEqualTo(2);
    assertThat(trials).hasSize(40);
    assertThat(trials.stream().map(Trial::settings).distinct()).hasSize(18);
  }

  private static long count(List<Trial> trials, int copy, int sifter) {
    return trials.stream().filter(t -> t.copy() == copy && t.sifter() == sifter).count();
  }

  private static List<Trial> withoutSeconds(List<Trial> trials) {
    return trials.stream().map(trial -> Records.with(trial, "seconds", 0.0)).toList();
  }

  /** What a trial says is what Meta-Sift with those settings gets on that copy. */
  private static void judgedByTheTruthOfTheCopyAlone(Tuning tuning) {
    final Trial last = tuning.trials().get(tuning.trials().size() - 1);
    final PoisonedSet copy =
        PseudoPoison.on(SOME, PseudoPoison.Kind.BADNETS, PseudoPoison.seedOf(last.copy(), 3));
    final MetaSift.Settings voting = last.settings().withSifters(last.sifter() + 1);
    final double ncr =
        Metrics.ncr(
                copy,
                new MetaSift(voting).pick(copy.images(), 6, PseudoPoison.seedOf(last.copy(), 3)))
            .percent();
    assertThat(last.ncr()).isEqualTo(ncr);
    assertThat(last.depth()).isBetween(0.0, 1.0);
  }

  @Test
  void thePapersPseudoPoisonIsTheUsualOne() {
    assertThat(new SiftTuner.Settings(1, 1, 1, Duration.ofHours(1)).kinds())
        .containsExactly(PseudoPoison.Kind.NARCISSUS);
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new SiftTuner.Settings(0, 1, 1, Duration.ofHours(1)))
        .hasMessageContaining("candidates is 0; 1 to 1000");
    assertThatThrownBy(() -> new SiftTuner.Settings(1, 1, 1, Duration.ZERO))
        .hasMessageContaining("time is PT0S");
    assertThatThrownBy(
            () ->
                new SiftTuner.Settings(
                    1, 1, 1, Duration.ofHours(1), List.of(PseudoPoison.Kind.values())))
        .hasMessageContaining("10 kinds of pseudo-poison on 1 copies");
  }
}
