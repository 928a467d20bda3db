package org.metasift.sift.panel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.metasift.data.ImageSet;
import org.metasift.data.ImageShape;
import org.metasift.io.AtomicFiles;

/**
 * The opinions on one set in a CSV file: index, label, poisoned, and for each opinion a column of
 * suspicions; its head says the member's number, the name, the seconds, and the limit above which
 * it rejects. Beside it stands the class that each image looks like, where the member names one.
 *
 * @param poisoned the truth, for judging alone
 */
@SuppressWarnings("ArrayRecordComponent") // one value an image
record KeptOpinions(int[] labels, boolean[] poisoned, List<PanelBench.TimedOpinion> said) {
  private static final Pattern HEAD = Pattern.compile("(\\d+) (.*) (\\S+) s, above (\\S+)");
  private static final String NEAREST = "looks like";

  void write(Path file) throws IOException {
    final StringBuilder text = new StringBuilder("index;label;poisoned");
    for (final PanelBench.TimedOpinion one : said) {
      text.append(
          ";%d %s %.1f s, above %s"
              .formatted(one.member(), one.opinion().name(), one.seconds(), one.opinion().most()));
      text.append(one.opinion().nearest().length > 0 ? ";" + NEAREST : "");
    }
    for (int i = 0; i < labels.length; i++) {
      text.append("\n%d;%d;%d".formatted(i, labels[i], poisoned[i] ? 1 : 0));
      for (final PanelBench.TimedOpinion one : said) {
        text.append(';').append(one.opinion().suspicion()[i]);
        text.append(one.opinion().nearest().length > 0 ? ";" + one.opinion().nearest()[0][i] : "");
      }
    }
    AtomicFiles.write(file, text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
  }

  static KeptOpinions read(Path file) throws IOException {
    final List<String> lines = Files.readAllLines(file);
    final String[] heads = lines.get(0).split(";");
    final String[][] cells = lines.stream().skip(1).map(l -> l.split(";")).toArray(String[][]::new);
    final List<PanelBench.TimedOpinion> said = new ArrayList<>();
    for (int column = 3; column < heads.length; column++) {
      final Matcher head = HEAD.matcher(heads[column]);
      if (head.matches()) {
        final int at = column;
        final float[] suspicion = new float[cells.length];
        for (int i = 0; i < suspicion.length; i++) {
          suspicion[i] = Float.parseFloat(cells[i][at]);
        }
        final boolean names = at + 1 < heads.length && heads[at + 1].equals(NEAREST);
        final int[][] nearest = names ? new int[][] {integers(cells, at + 1)} : new int[0][];
        said.add(
            new PanelBench.TimedOpinion(
                Integer.parseInt(head.group(1)),
                Double.parseDouble(head.group(3)),
                new Opinion(
                    head.group(2), suspicion, Double.parseDouble(head.group(4)), nearest, true)));
      }
    }
    final boolean[] poisoned = new boolean[cells.length];
    for (int i = 0; i < poisoned.length; i++) {
      poisoned[i] = cells[i][2].equals("1");
    }
    return new KeptOpinions(integers(cells, 1), poisoned, said);
  }

  private static int[] integers(String[][] cells, int column) {
    return IntStream.range(0, cells.length).map(i -> Integer.parseInt(cells[i][column])).toArray();
  }

  /** A set with these labels, whose images are nothing. */
  ImageSet images() {
    final int classes = IntStream.of(labels).max().orElse(0) + 1;
    return ImageSet.of(
        new byte[labels.length],
        labels,
        ImageShape.square(1, 1),
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        Collections.nCopies(labels.length, ""));
  }
}
