package org.metasift.sift.panel;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.metasift.data.ImageSet;

/**
 * How often a panel names the classes that hold poison, and how often others ({@link
 * PanelFindings}), over all sets whose opinions are kept. It writes {@code findings.csv} beside
 * them.
 */
final class PanelNaming {
  private PanelNaming() {}

  static void print(Path folder) throws IOException {
    final List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(one -> one.toString().matches(".*-\\d+[.]csv")).sorted().toList();
    }
    try (PrintWriter out =
        new PrintWriter(Files.newBufferedWriter(folder.resolve("findings.csv")))) {
      out.println(
          "set,classes with poison,named,classes without,named all the same,set named as a whole");
      for (final Path file : files) {
        final KeptOpinions kept = KeptOpinions.read(file);
        final ImageSet images = kept.images();
        final PanelFindings found =
            PanelFindings.of(
                images,
                Opinion.together(kept.said().stream().map(one -> List.of(one.opinion())).toList()));
        final int[] poisoned =
            IntStream.range(0, images.classes())
                .filter(c -> IntStream.of(images.indicesOf(c)).anyMatch(i -> kept.poisoned()[i]))
                .toArray();
        final List<Integer> named = found.standingOut().stream().map(ClassEvidence::label).toList();
        final long right = IntStream.of(poisoned).filter(named::contains).count();
        out.printf(
            "%s,%d,%d,%d,%d,%s%n",
            file.getFileName().toString().replace(".csv", ""),
            poisoned.length,
            right,
            images.classes() - poisoned.length,
            named.size() - right,
            found.setStandsOut() ? "yes" : "no");
        System.out.printf("%s: %s%n", file.getFileName(), found.said(images.classNames()));
      }
    }
  }
}
