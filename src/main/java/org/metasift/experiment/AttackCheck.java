package org.metasift.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.metasift.attack.AttackSpec;
import org.metasift.attack.PoisonedSet;
import org.metasift.attack.Poisoner;
import org.metasift.attack.Rehearsal;
import org.metasift.compute.ResultListener;
import org.metasift.data.ImageSet;
import org.metasift.data.Split;
import org.metasift.eval.Metrics;
import org.metasift.io.Json;
import org.metasift.io.RecordStore;
import org.metasift.nn.Architecture;
import org.metasift.nn.Network;
import org.metasift.nn.Training;
import org.metasift.nn.Victim;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Whether attacks work: a {@link Victim#kind victim} is trained on each poisoned set and judged by
 * its accuracy on clean images and by the attack success rate. A network trained on the set as it
 * is gives the accuracy to compare with. Finished results are kept, as in {@link NcrTable}.
 */
public final class AttackCheck {
  /** What stands for training on the set as it is. */
  public static final String NO_ATTACK = "none";

  private final Path folder;
  private final Split clean;
  private final Training.Settings settings;

  /**
   * One network.
   *
   * @param attack with the settings that differ from the paper's, or {@link #NO_ATTACK}
   * @param seed of the attack and of the training
   * @param poisoned how many images are poisoned
   * @param acc accuracy on clean test images, in percent
   * @param asr attack success rate in percent; null where the attack has no aim but errors
   * @param conditions the data and settings it holds for
   */
  public record Result(
      String attack, long seed, int poisoned, double acc, Double asr, String conditions) {}

  /** Checks whose results lie in {@code folder}, beside an {@link NcrTable}'s cells. */
  public AttackCheck(Path folder, Split clean, Training.Settings settings) {
    this.folder = folder;
    this.clean = clean;
    this.settings = settings;
  }

  /**
   * Trains and judges what is not there yet; first, for each seed, a network without an attack.
   *
   * @param attacks one named twice counts once, as do seeds
   * @param told receives each result, in the order of the list
   * @throws IllegalArgumentException when there are no test images or some attack cannot be made,
   *     before any work and any file; when the file is damaged, or cannot be written
   * @throws java.util.concurrent.CancellationException when the thread is interrupted; finished
   *     results stay
   */
  public List<Result> run(List<AttackSpec> attacks, List<Long> seeds, ResultListener<Result> told) {
    if (clean.test().size() == 0) {
      throw new IllegalArgumentException(
          "there are no test images, by which a network is judged; at least one is needed");
    }
    final List<AttackSpec> all = new ArrayList<>(attacks.stream().distinct().toList());
    Rehearsal.check(all, clean);
    all.add(0, null);
    final List<Result> results = new ArrayList<>();
    try (RecordStore<Result> store =
        RecordStore.open(
            folder.resolve(NcrTable.FILE),
            "networks",
            Result.class,
            "attack",
            "seed",
            "conditions")) {
      store.checkJson("conditions");
      for (final AttackSpec attack : all) {
        for (final long seed : seeds.stream().distinct().toList()) {
          final String name = attack == null ? NO_ATTACK : attack.toString();
          final Optional<Result> old = store.find(name, seed, conditions(attack));
          final Result result = old.isPresent() ? old.get() : judged(name, attack, seed);
          results.add(result);
          if (old.isEmpty()) {
            store.put(result);
          }
          told.told(result, old.isPresent());
        }
      }
    }
    return results;
  }

  private Result judged(String name, AttackSpec attack, long seed) {
    final PoisonedSet poisoned =
        attack == null ? null : attack.build(clean.test()).poison(clean.train(), seed);
    final ImageSet train = poisoned == null ? clean.train() : poisoned.images();
    final Network trained = Victim.trainedOn(train, settings, seed);
    return new Result(
        name,
        seed,
        poisoned == null ? 0 : poisoned.poisonedCount(),
        Metrics.acc(trained, clean.test()).percent(),
        poisoned == null ? null : Metrics.asrOf(trained, poisoned, clean.test()),
        conditions(attack));
  }

  /** All that a network depends on beside the attack and the seed; as {@link CellConditions}. */
  private record NetworkKey(
      String train,
      String test,
      int attackRevision,
      String trigger,
      Architecture network,
      Training.Settings settings) {}

  private String conditions(AttackSpec attack) {
    final Poisoner poisoner = attack == null ? null : attack.build(clean.test());
    return Json.line(
        new NetworkKey(
            clean.train().fingerprint(),
            clean.test().fingerprint(),
            poisoner == null ? 0 : poisoner.revision(),
            poisoner == null ? null : CellConditions.trigger(poisoner),
            Victim.kind(clean.train()),
            settings));
  }

  /** Results as a table: attack, seed, poisoned, ACC (%), ASR (%), missing where there is none. */
  public static Table table(List<Result> results) {
    final DoubleColumn asr = DoubleColumn.create("ASR (%)");
    for (final Result result : results) {
      if (result.asr() == null) {
        asr.appendMissing();
      } else {
        asr.append(result.asr());
      }
    }
    return Table.create(
        "A network trained under each attack",
        StringColumn.create("attack", results.stream().map(Result::attack).toList()),
        LongColumn.create("seed", results.stream().mapToLong(Result::seed).toArray()),
        IntColumn.create("poisoned", results.stream().mapToInt(Result::poisoned).toArray()),
        DoubleColumn.create("ACC (%)", results.stream().mapToDouble(Result::acc).toArray()),
        asr);
  }
}
