package org.metasift.lab;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.metasift.attack.PoisonedSet;
import org.metasift.data.ImageSet;
import org.metasift.data.array.NpyPicks;
import org.metasift.eval.Figure;
import org.metasift.eval.Metrics;
import org.metasift.eval.Roc;
import org.metasift.sift.Ranking;

/**
 * A pick from a poisoned set, whoever made it, judged by the truth.
 *
 * @param truth what was picked from
 * @param picks indices, .npy; the trust in all images may lie beside it, {@link Ranking#FILE}
 */
public record JudgedPicks(PoisonedSet truth, Path picks) {
  /**
   * The NCR, and the figures of the ranking where that is there and the pick is the best of it.
   *
   * @param err where it is said why a ranking that is there is not judged
   * @throws org.metasift.data.BadDataException when a file cannot be used
   */
  public List<Figure> figures(PrintWriter err) {
    final int[] picked = NpyPicks.read(picks, truth.images().size());
    final List<Figure> figures = new ArrayList<>(List.of(Metrics.ncr(truth, picked)));
    final Path csv = picks.resolveSibling(Ranking.FILE);
    if (Files.exists(csv)) {
      final double[] trust = Ranking.readTrust(csv, truth.images());
      if (!areTheBest(picked, trust)) {
        err.printf(
            "note: %s is not judged: the picks in %s are not the images that it trusts most%n",
            csv, picks.getFileName());
      } else if (!Roc.whyNone(truth).isEmpty()) {
        err.printf("note: %s is not judged: %s%n", csv, Roc.whyNone(truth));
      } else {
        figures.addAll(Roc.of(truth, trust).figures());
      }
      err.flush();
    }
    return figures;
  }

  /** Whether no picked image is trusted less than one of its label that was not picked. */
  private boolean areTheBest(int[] picked, double... trust) {
    final ImageSet images = truth.images();
    final BitSet chosen = new BitSet();
    final double[] least = new double[images.classes()];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (final int i : picked) {
      chosen.set(i);
      least[images.label(i)] = Math.min(least[images.label(i)], trust[i]);
    }
    return IntStream.range(0, trust.length)
        .allMatch(i -> chosen.get(i) || trust[i] <= least[images.label(i)]);
  }
}
