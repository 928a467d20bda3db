package org.metasift.sift.panel;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.metasift.attack.AdaptiveAttack;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.Split;
import org.metasift.data.signs.SignSet;
import org.metasift.eval.Metrics;
import org.metasift.nn.Network;
import org.metasift.nn.Training;
import org.metasift.nn.Victim;
import org.metasift.sift.BaseSet;
import org.metasift.sift.metasift.MetaSift;

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
  private static final String HEAD =
      "attack,seed,poisoned of the class,picked by Meta-Sift,by the panel,of,ACC (%),ASR (%)";

  private AdaptiveBench() {}

  public static void main(String[] arguments) throws IOException {
    final Path folder = Files.createDirectories(Path.of(arguments[0]));
    final Path file = folder.resolve("adaptive.csv");
    if (!Files.exists(file)) {
      Files.writeString(file, HEAD + System.lineSeparator());
    }
    final Split signs = SignSet.make(0);
    for (final String seed : (arguments.length > 1 ? arguments[1] : "0,1,2").split(",")) {
      for (final AdaptiveAttack attack : AdaptiveAttack.values()) {
        final String key = attack + "," + seed + ",";
        if (Files.readAllLines(file).stream().noneMatch(line -> line.startsWith(key))) {
          Files.writeString(
              file,
              key + line(attack, Long.parseLong(seed), signs) + System.lineSeparator(),
              StandardCharsets.UTF_8,
              StandardOpenOption.APPEND);
        }
      }
    }
    try (PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8)) {
      Files.readAllLines(file).forEach(out::println);
    }
  }

  private static String line(AdaptiveAttack attack, long seed, Split signs) {
    final PoisonedSet set = attack.poison(signs.train(), seed);
    final int size = set.images().size();
    final BaseSet panel =
        new Panel(Panel.Settings.standard().fittedTo(size)).pick(set.images(), BUDGET, seed);
    final BaseSet metaSift =
        new MetaSift(MetaSift.Settings.compact().fittedTo(size)).pick(set.images(), BUDGET, seed);
    final Network victim =
        new Training(Training.Settings.standard())
            .train(Network.untrained(Victim.kind(set.images()), seed), set.images(), seed)
            .network();
    return String.format(
        Locale.ROOT,
        "%d,%d,%d,%d,%.2f,%.2f",
        set.poisonedCount(),
        set.poisonedAmong(metaSift.indices()),
        set.poisonedAmong(panel.indices()),
        panel.size(),
        Metrics.acc(victim, signs.test()).percent(),
        Metrics.asr(victim, set.backdoor(), signs.test()).percent());
  }
}
