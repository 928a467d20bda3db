package org.metasift.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metasift.attack.BadNets;
import org.metasift.attack.PoisonedSet;
import org.metasift.compute.DivergedException;
import org.metasift.compute.TaskRunner;
import org.metasift.data.ImageSet;
import org.metasift.data.TinyImages;
import org.metasift.io.RecordStore;
import org.metasift.report.Tables;
import org.metasift.report.TuningCharts;
import org.metasift.sift.metasift.MetaSift;
import org.metasift.sift.metasift.Sifting;
import org.metasift.sift.metasift.TinySettings;

/** A search goes on where a network diverges: the trial is noted as failed, and kept. */
class FailedTrialTest {
  private static final ImageSet IMAGES = TinyImages.of(8, 3, 1, 20, 20);
  private static final MetaSift.Settings LIKE = TinySettings.tiny().withTopK(2);
  private static final List<PoisonedSet> COPIES =
      List.of(new BadNets(0, 0.2).poison(IMAGES, 1), new BadNets(1, 0.2).poison(IMAGES, 2));

  @TempDir private Path folder;
  private int asked;

  /** Finds that all networks but those of the first settings diverge. */
  private final class Diverging implements TaskRunner {
    private record Here<T extends Serializable>(T value) implements Shared<T> {}

    @Override
    public int slots() {
      return 1;
    }

    @Override
    public <T extends Serializable> Shared<T> share(T value) {
      return new Here<>(value);
    }

    @Override
    @SuppressWarnings("unchecked") // the search's own trials
    public <R> void run(List<? extends Task<R>> tasks, BooleanSupplier enough, Told<R> told) {
      for (int k = 0; k < tasks.size(); k++) {
        final CopyTask task = (CopyTask) (Task<?>) tasks.get(k);
        asked++;
        told.accept(k, (R) CopyTask.found(task.variants(), this::compare));
      }
    }

    private List<Sifting> compare(List<MetaSift.Settings> some) {
      if (some.stream().anyMatch(one -> !one.equals(LIKE.fittedTo(IMAGES.size())))) {
        throw new DivergedException("sifter 1 diverged in epoch 1");
      }
      return some.stream().map(one -> sifting()).toList();
    }

    private static Sifting sifting() {
      final float[] scores = new float[IMAGES.size()];
      final float[] falling = {0.9f, 0.5f, 0.1f};
      return new Sifting(scores, scores, new float[] {0, 1, 2}, falling, List.of(), 0.5, 1);
    }

    @Override
    public void close() {
      // nothing was opened
    }
  }

  private Tuning search(List<Trial> told) {
    return new SiftTuner(new SiftTuner.Settings(4, 2, 2, Duration.ofHours(1)), LIKE, folder)
        .tune(
            IMAGES.size(),
            new Copies(COPIES, IMAGES.size(), 3),
            System.nanoTime(),
            told::add,
            new Diverging());
  }

  @Test
  void theOthersGoOnAndTheFailedOnesAreToldAndKept() {
    final List<Trial> told = new ArrayList<>();
    final Tuning tuning = search(told);
    assertThat(told).hasSizeGreaterThanOrEqualTo(4);
    assertThat(told.stream().filter(Trial::failed).count()).isEqualTo(3);
    assertThat(told)
        .filteredOn(Trial::failed)
        .allSatisfy(
            trial -> {
              assertThat(trial.ncr()).isNaN();
              assertThat(trial.toString()).contains("failed, sifter 1 diverged in epoch 1");
            });
    // what failed is not tried on the second copy, nor with a second sifter
    assertThat(told).filteredOn(trial -> trial.copy() == 1 || trial.sifter() == 1).isNotEmpty();
    assertThat(told)
        .filteredOn(trial -> trial.copy() == 1 || trial.sifter() == 1)
        .noneMatch(Trial::failed);
    assertThat(tuning.failed()).isEqualTo(3);
    assertThat(tuning.nearest().withSifters(1)).isEqualTo(LIKE.fittedTo(IMAGES.size()));
    assertThat(tuning.toString())
        .contains("3 of 4 settings failed, the first one since sifter 1 diverged in epoch 1");
    final String table = Tables.text(tuning.table());
    assertThat(table).contains("failed").doesNotContain("NaN", "Infinity");
    TuningCharts.warmUp(tuning);

    final int before = asked;
    assertThat(search(new ArrayList<>()).trials()).isEqualTo(tuning.trials());
    assertThat(asked).isEqualTo(before); // kept: nothing ran again
  }

  /** A row of some other program's. */
  public record Other(String name) {}

  @Test
  void aFileWithAnotherTableIsClosedAgain() {
    final Path file = folder.resolve("s.sqlite");
    RecordStore.open(file, "searches", Other.class, "name").close();
    assertThatThrownBy(() -> new TrialStore(file, 3, COPIES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString());
    assertThat(folder)
        .as("SQLite takes its log away with the last connection")
        .isDirectoryNotContaining("glob:**-wal");
  }

  @Test
  void resultsOfAnotherRevisionOfTheSifterAreNotTakenForThisOnes() {
    final PoisonedSet copy = COPIES.get(0);
    assertThat(TrialStore.conditions(3, copy, 2)).isNotEqualTo(TrialStore.conditions(3, copy, 1));
    try (TrialStore store = new TrialStore(folder.resolve("s.sqlite"), 3, COPIES)) {
      assertThat(store.search())
          .contains(
              "\"sifterRevision\":%d"
                  .formatted(new MetaSift(MetaSift.Settings.compact()).revision()));
    }
  }
}
