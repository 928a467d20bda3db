package org.metasift.sift.panel;

import java.io.IOException;
import java.nio.file.Path;
import org.metasift.attack.AdaptiveAttack;
import org.metasift.attack.PoisonedSet;
import org.metasift.bench.BenchRecord;
import org.metasift.data.Split;
import org.metasift.data.signs.SignSet;
import org.metasift.eval.Metrics;
import org.metasift.nn.Network;
import org.metasift.nn.Training;
import org.metasift.nn.Victim;
import org.metasift.report.Tables;
import org.metasift.sift.BaseSet;
import org.metasift.sift.metasift.MetaSift;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What gets through of attackers who know the panel, and how well their attacks work: poisoned
 * images among 1,000 that Meta-Sift and the panel pick of the embedded signs, ACC and ASR of a
 * small VGG-16 trained on all. Run by {@code ./metasift bench adaptive}; a line is kept as soon as
 * it is known, and not computed again.
 *
 * <p>{@code AdaptiveBench FOLDER [SEED,SEED]}.
 */
final class AdaptiveBench {
  private static final int BUDGET = 1000;
  private static final String NAME = "adaptive";

  private AdaptiveBench() {}

  public static void main(String[] arguments) throws IOException {
    BenchRecord.checkDevice();
    final BenchRecord to =
        new BenchRecord(
            Path.of(arguments[0]), "embedded signs, budget " + BUDGET + ", default", "none");
    final Split signs = SignSet.make(0);
    for (final String seed : (arguments.length > 1 ? arguments[1] : "0,1,2").split(",")) {
      for (final AdaptiveAttack attack : AdaptiveAttack.values()) {
        if (!known(to, attack, seed)) {
          to.add(row(attack, Integer.parseInt(seed), signs), NAME);
        }
      }
    }
    System.out.println(Tables.text(to.kept(NAME).orElseThrow()));
    to.tell(NAME);
  }

  private static boolean known(BenchRecord kept, AdaptiveAttack attack, String seed)
      throws IOException {
    return kept.kept(NAME).stream()
        .flatMap(Table::stream)
        .anyMatch(
            row ->
                row.getString("attack").equals(attack.toString())
                    && row.getInt("seed") == Integer.parseInt(seed));
  }

  private static Table row(AdaptiveAttack attack, int seed, Split signs) {
    final PoisonedSet set = attack.poison(signs.train(), seed);
    final int size = set.images().size();
    final BaseSet panel =
        new Panel(Panel.Settings.standard().fittedTo(size)).pick(set.images(), BUDGET, seed);
    final BaseSet metaSift =
        new MetaSift(MetaSift.Settings.compact().fittedTo(size)).pick(set.images(), BUDGET, seed);
    final Network victim = Victim.trainedOn(set.images(), Training.Settings.standard(), seed);
    return Table.create(
        NAME,
        StringColumn.create("attack", attack.toString()),
        number("seed", seed),
        number("poisoned", set.poisonedCount()),
        number("poisoned, by Meta-Sift", set.poisonedAmong(metaSift.indices())),
        number("poisoned, by the panel", set.poisonedAmong(panel.indices())),
        number("picked by the panel", panel.size()),
        DoubleColumn.create("ACC (%)", new double[] {Metrics.acc(victim, signs.test()).percent()}),
        DoubleColumn.create(
            "ASR (%)", new double[] {Metrics.asr(victim, set.backdoor(), signs.test()).percent()}));
  }

  private static IntColumn number(String name, int value) {
    return IntColumn.create(name, new int[] {value});
  }
}
