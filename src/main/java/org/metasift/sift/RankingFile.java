package org.metasift.sift;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.metasift.data.BadDataException;
import org.metasift.data.CsvRows;
import org.metasift.data.ImageSet;
import org.metasift.data.PlainText;
import org.metasift.io.CsvColumn;
import org.metasift.io.CsvText;

/**
 * The trust in every image as CSV: index, id, label, trust, in the order of the set. The columns
 * may be in another order, and the lines, too: a spreadsheet may have saved it again.
 */
final class RankingFile {
  private static final List<String> COLUMNS = List.of("index", "label", "trust");
  private static final int MOST_BYTES = 1 << 30;
  private static final double ROUNDING = 1e-3;

  private final Path csv;

  private RankingFile(Path csv) {
    this.csv = csv;
  }

  static Path write(Ranking ranking, ImageSet images, Path folder) {
    return write(
        folder.resolve(Ranking.FILE),
        IntStream.range(0, ranking.size()).toArray(),
        columns(ranking, images));
  }

  /** Index, id, label, trust. */
  static List<CsvColumn> columns(Ranking ranking, ImageSet images) {
    return List.of(
        new CsvColumn("index", String::valueOf),
        new CsvColumn("id", i -> CsvText.quoted(images.id(i))),
        new CsvColumn("label", i -> String.valueOf(images.label(i))),
        new CsvColumn("trust", i -> String.valueOf(ranking.trust()[i])));
  }

  /** Writes a line for each of these images. */
  static Path write(Path file, int[] indices, List<CsvColumn> columns) {
    try {
      CsvColumn.write(file, indices, columns);
      return file;
    } catch (final IOException e) {
      throw new BadDataException(file, "cannot be written (%s)".formatted(e.getMessage()), e);
    }
  }

  static double[] trust(Path csv, ImageSet images) {
    return new RankingFile(csv).trust(images);
  }

  private double[] trust(ImageSet images) {
    final String text = PlainText.read(csv, MOST_BYTES, Charset.forName("windows-1252"));
    final CsvRows table = CsvRows.parse(csv, text, COLUMNS);
    for (final String column : COLUMNS) {
      if (table.column(column) < 0) {
        throw wrong("has no column '%s'; index, label and trust are needed".formatted(column));
      }
    }
    final double[] trust = new double[images.size()];
    Arrays.fill(trust, Double.NaN);
    for (final CsvRows.Row row : table.rows()) {
      final String index = field(table, row, "index");
      final int i = index.matches("[0-9]{1,9}") ? Integer.parseInt(index) : -1;
      if (i < 0 || i >= trust.length || !Double.isNaN(trust[i])) {
        throw wrong(
            "has the index '%s' in line %d; each from 0 to %d is needed once"
                .formatted(index, row.line(), trust.length - 1));
      }
      if (!field(table, row, "label").equals(String.valueOf(images.label(i)))) {
        throw wrong(
            "gives image %d the label '%s'; in the data it is %d"
                .formatted(i, field(table, row, "label"), images.label(i)));
      }
      trust[i] = number(field(table, row, "trust"), row.line());
    }
    if (table.rows().size() < trust.length) {
      throw wrong("has %,d of %,d images".formatted(table.rows().size(), trust.length));
    }
    return trust;
  }

  private static String field(CsvRows table, CsvRows.Row row, String column) {
    final String field = row.get(table.column(column));
    return field == null ? "" : field.strip();
  }

  private double number(String field, long line) {
    final String text = field.indexOf('.') < 0 ? field.replace(',', '.') : field;
    if (text.matches("[+-]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]{1,4})?")) {
      final double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    }
    throw wrong("has the trust '%s' in line %d; a number is needed".formatted(field, line));
  }

  static Ranking read(Path csv, ImageSet images, BaseSet base) {
    final double[] trust = trust(csv, images);
    for (final BaseSet.Pick pick : base.picks()) {
      final double there = trust[pick.index()];
      if (!(Math.abs(there - pick.trust()) <= ROUNDING * Math.abs(pick.trust()))) {
        throw new BadDataException(
            csv,
            "differs from %s beside it: image %d has the trust %s, and was picked with %s"
                .formatted(BaseSet.FILE, pick.index(), there, pick.trust()));
      }
    }
    final List<Ranking.Doubted> doubted =
        base.leftOut().stream().map(one -> new Ranking.Doubted(one.label(), one.why())).toList();
    return new Ranking(
        base.sifter(),
        base.settings(),
        base.seed(),
        base.fingerprint(),
        trust,
        doubted,
        base.seconds());
  }

  private BadDataException wrong(String what) {
    return new BadDataException(csv, what);
  }
}
